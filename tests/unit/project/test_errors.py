"""One tree of errors: drawn as it is, with exit codes, and nothing of it is lost on the way."""

from __future__ import annotations

import importlib
import pickle
import pkgutil
import re

import pytest

import autograder
from autograder import errors
from autograder.content import ContentError, Mistake, UnknownExerciseError
from autograder.errors import AuthorError, GradlingsError, InputError, OurFault
from autograder.languages import words_in
from autograder.quizzes import AnswerError
from autograder.sandbox import SandboxError
from autograder.submissions import SubmissionError

#: Of others' kinds: they say that what somebody sent is not what was asked for, and are always
#: caught by whoever asked; or they are a learner's.
CAUGHT_AT_ONCE = {
    "ClaimFailed", "GraphError", "LearnerError", "LoadError", "Malformed", "NotBegunError",
    "ObservationError", "OtherPageError", "OvertakenCheckError", "RuleError", "TooMuchError",
    "UnfitError",
}  # fmt: skip


@pytest.fixture(scope="module")
def everything():
    """All modules of the package, so that each error that it has is defined."""
    optional = ("autograder.__main__", "autograder.otter_plugin", "autograder.quiz_widget")
    for module in pkgutil.walk_packages(autograder.__path__, "autograder."):
        if module.name not in optional and "walls" not in module.name:
            importlib.import_module(module.name)


def tree(kind, depth=0):
    """Each error below *kind* with its depth, in the order of their names."""
    yield depth, kind.__name__, kind.exit_code
    ours = [one for one in kind.__subclasses__() if one.__module__.startswith("autograder.")]
    for one in ours if depth == 0 else sorted(ours, key=lambda one: one.__name__):
        if not one.__name__.startswith("_"):
            yield from tree(one, depth + 1)


def test_the_tree_is_as_its_docstring_draws_it(everything):
    drawn, code = [], 3
    lines = errors.__doc__.split("::")[1].split("The leaves")[0].splitlines()
    for line in filter(str.strip, lines):
        before, name, rest = re.fullmatch(r"    ([ │├└─]*)(\w+) *(.*)", line).groups()
        number = re.match(r"\d", rest)
        if number:
            code = int(number[0])
        drawn.append((len(before) // 4, name, code))

    # A leaf has the code of the branch that it hangs on.
    codes = {name: code for _, name, code in tree(GradlingsError)}
    assert [(depth, name) for depth, name, _ in drawn] == [
        (depth, name) for depth, name, _ in tree(GradlingsError)
    ]
    branches = {"InputError": 2, "AuthorError": 2, "UnfitCourseError": 3, "OurFault": 3}
    assert {name: codes[name] for name in branches} == branches
    for _, name, code in drawn[1:]:
        assert codes[name] == code, name


def test_no_public_error_of_the_package_stands_outside_the_tree(everything):
    outside = {
        one.__name__
        for one in all_below(Exception)
        if one.__module__.startswith("autograder.")
        and not issubclass(one, GradlingsError)
        and not one.__name__.startswith("_")
    }

    assert outside <= CAUGHT_AT_ONCE


def all_below(kind):
    for one in kind.__subclasses__():
        yield one
        yield from all_below(one)


def test_each_error_says_its_exit_code():
    assert (InputError("").exit_code, AuthorError("").exit_code, OurFault("").exit_code) == (
        2,
        2,
        3,
    )


HU = words_in("hu")


@pytest.mark.parametrize(
    ("error", "named"),
    [
        (UnknownExerciseError("zero_itt", ["zero_it"]), "'zero_it'"),
        (SubmissionError("{name} defines no function of an exercise", name="a.py"), "a.py"),
        (AnswerError("{text} is too large a number", text="1e999"), "1e999"),
    ],
    ids=["an exercise", "a submission", "an answer"],
)
def test_what_a_learner_can_mend_is_told_in_the_learners_language(error, named):
    told = error.message(words_in("en")), error.message(HU)

    assert told[0] == str(error)
    assert told[1] != told[0]
    assert all(named in one for one in told)


def test_an_authors_mistakes_are_counted():
    mistakes = [Mistake("a.yaml", 1, 1, "", "is empty"), Mistake("a.yaml", 2, 1, "", "is odd")]

    assert (
        ContentError(mistakes).message(HU)
        == "2 mistakes:\na.yaml:1:1: is empty\na.yaml:2:1: is odd"
    )


def test_one_mistake_is_one():
    mistake = Mistake("a.yaml", 1, 1, "", "is empty")

    assert ContentError([mistake]).message(HU) == "1 mistake:\na.yaml:1:1: is empty"


def test_an_error_with_advice_comes_whole_out_of_a_worker():
    error = pickle.loads(pickle.dumps(SandboxError("it ended", "try: gradlings doctor")))

    assert str(error) == "it ended; try: gradlings doctor"
    assert error.what == "it ended"

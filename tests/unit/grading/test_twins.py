"""Who of a class may get whose verdict."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.grading.ledger import Ledger, LedgerKey
from autograder.grading.pool import Work
from autograder.grading.twins import Twins
from autograder.judging import CheckVerdict, Outcome, Verdict, write_verdict
from autograder.runs import LeftOut
from autograder.submissions.gists import gist_of

SOURCE = "def f(x):\n    return 2 * x\n"


def key(program, exercise="f", digest="d"):
    return LedgerKey(exercise, digest, program)


def work(program, form="form"):
    return Work("f", 0, program, form=form)


def verdict(outcome=Outcome.PASSED, exercise="f", **more):
    points = 1.0 if outcome is Outcome.PASSED else 0.0
    return Verdict(exercise, outcome, (CheckVerdict("check", outcome, points, 1.0),), **more)


@pytest.fixture
def ledger():
    with Ledger(Path(":memory:")) as ledger:
        yield ledger


def record(ledger, one, made):
    ledger.record([(one, write_verdict(made), 0.1)])


def test_a_pass_is_shared_with_all_twins_and_with_nobody_else(ledger):
    works = {key(name): work(name) for name in "abc"}
    works |= {key("d"): work("d", "other"), key("e"): work("e", ""), key("g"): work("g", "")}
    record(ledger, key("b"), verdict())
    record(ledger, key("e"), verdict())

    assert Twins(works).share(ledger) == 2
    assert {one.program for one in ledger.known(works)} == {"a", "b", "c", "e"}
    assert Twins(works).share(ledger) == 0


@pytest.mark.parametrize(
    "made",
    [
        verdict(Outcome.FAILED),
        verdict(Outcome.ERRORED),
        verdict(Outcome.TIMEOUT),
        verdict(advice=("by_data",)),
        verdict(integrity=("__globals__ (line 3)",)),
        verdict(left_out=(LeftOut(1, 2, "exit()", "SystemExit"),)),
    ],
)
def test_what_may_tell_of_lines_is_not_shared(ledger, made):
    works = {key(name): work(name) for name in "ab"}
    record(ledger, key("a"), made)

    assert Twins(works).share(ledger) == 0
    assert ledger.known(works) == {key("a")}


def test_twins_are_of_one_exercise_and_one_set_of_hidden_cases(ledger):
    works = {
        key("a"): work("a"), key("b", digest="other"): work("b"), key("c", "g"): work("c"),
    }  # fmt: skip
    record(ledger, key("a"), verdict())

    assert Twins(works).share(ledger) == 0


def test_one_of_all_twins_is_graded_first(ledger):
    works = {key(name): work(name) for name in "abc"} | {key("d"): work("d", "")}

    first, others = Twins(works).split([*works])

    assert first == [key("a"), key("d")]
    assert others == [key("b"), key("c")]


@pytest.mark.parametrize(
    "same",
    [
        f"# Ágnes, student 7\n\n\n{SOURCE}",
        "def f( x ):\n\treturn (2*x)   # twice\n",
        "def f(x): return 2 * x",
        SOURCE.replace("\n", "\r\n"),
    ],
)
def test_programs_that_differ_in_comments_and_layout_have_one_form(same):
    assert gist_of(same, "f").form == gist_of(SOURCE, "f").form != ""


@pytest.mark.parametrize(
    "other",
    [
        "def f(x):\n    return x * 2\n",
        "def f(y):\n    return 2 * y\n",
        "def f(x):\n    return 2.0 * x\n",
        "def f(x):\n    '''Twice.'''\n    return 2 * x\n",
        f"{SOURCE}x = 1\n",
        f"{SOURCE}'# a text'\n",
    ],
)
def test_programs_that_differ_in_anything_else_have_other_forms(other):
    assert gist_of(other, "f").form not in ("", gist_of(SOURCE, "f").form)


def test_files_that_are_imported_belong_to_the_form():
    one, same, other, renamed = (
        gist_of(SOURCE, "f", (), helpers).form
        for helpers in ({"a": "x = 1"}, {"a": "x = 1  # one"}, {"a": "x = 2"}, {"b": "x = 1"})
    )

    assert one == same
    assert len({one, other, renamed, gist_of(SOURCE, "f").form}) == 4


@pytest.mark.parametrize("text", ["def f(:", "x = " + "-" * 100_000 + "1", "x\0"])
def test_what_can_not_be_parsed_has_no_form(text):
    assert gist_of(text, "f").form == ""
    assert gist_of(SOURCE, "f", (), {"a": text}).form == ""

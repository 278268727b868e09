import json

import pytest
import torch

from autograder.observations import ErrorFact, Observation, decode_observation, parse_json
from autograder.probing import Case, journaling, leaf, watching
from autograder.probing.journal import leaf_facts
from autograder.probing.loading import load_submission
from autograder.probing.running import load_checks, observe, run_checks
from autograder.probing.watching import Seen

CASE = Case("public", "ex/check", 0)


def submission_of(source="def f(*args):\n    return 3\n"):
    return load_submission(source, "f")


def fails_with(message):
    """A check with a bug."""

    def check(submission, case):
        raise ValueError(message)

    return check


def returns(submission, case):
    with watching() as seen:
        seen.returned(submission.f(case.uniform(5, 9)))
    return seen


def run(checks, source="def f(x):\n    return x\n", cases=1, seed="public", names=None):
    return list(
        run_checks(
            checks,
            source=source,
            function="f",
            exercise="ex",
            seed=seed,
            cases=cases,
            names=list(checks) if names is None else names,
        )
    )


# -- loading checks ----------------------------------------------------------------------------


@pytest.fixture
def checks_of():
    return load_checks


def test_the_public_functions_of_the_file_are_its_checks_in_order(checks_of):
    checks = checks_of("def b(s, c):\n    return 'ő'\ndef a(s, c): pass\n")

    assert list(checks) == ["b", "a"]
    assert checks["b"](None, None) == "ő"


def test_private_and_imported_functions_and_other_names_are_no_checks(checks_of):
    checks = checks_of(
        "from json import dumps\n"
        "from dataclasses import dataclass\n"
        "number = 3\n"
        "class Helper: pass\n"
        "def _helper(): pass\n"
        "def check(s, c): return _helper, Helper, number\n"
    )

    assert list(checks) == ["check"]


def test_a_file_of_checks_knows_its_name_and_not_where_it_stands(checks_of):
    checks = checks_of("def where(s, c): return __name__, __file__")

    assert checks["where"](None, None) == ("checks", "checks.py")


def test_a_file_of_checks_is_run_once_however_often_it_is_asked_for(checks_of):
    text = "runs = []\ndef check(s, c): return runs\nruns.append(1)\n"

    assert checks_of(text)["check"](None, None) == checks_of(text)["check"](None, None) == [1]


def test_a_bug_in_a_file_of_checks_goes_through(checks_of):
    with pytest.raises(ZeroDivisionError):
        checks_of("1 / 0")
    with pytest.raises(SyntaxError) as caught:
        checks_of("def")
    assert caught.value.filename.endswith("checks.py")


def test_a_file_of_checks_is_compiled_with_its_own_future_only(checks_of):
    checks = checks_of("def check(s, c: 3): pass")

    assert checks["check"].__annotations__ == {"c": 3}


# -- one check on one case ---------------------------------------------------------------------


def test_a_check_is_handed_the_submission_and_the_case():
    submission, handed = submission_of(), []

    def check(*arguments):
        handed.extend(arguments)
        return Seen()

    observe(check, submission, CASE)

    assert handed == [submission, CASE]


def test_what_a_check_saw_is_frozen_with_its_call():
    def check(submission, case):
        case.size("N", 4)
        with watching() as seen:
            seen.returned(submission.f(1, 2))
        return seen

    case = Case("public", "ex/check", 0)

    assert observe(check, submission_of(), case) == Observation(
        {"raised": None, "returned": 3}, {"warnings": ()}, "f(1, 2)", {"N": 4}
    )


def test_an_observation_that_a_check_made_itself_is_handed_on():
    mine = Observation({"x": 1}, call="by hand")

    assert observe(lambda submission, case: mine, submission_of(), CASE) is mine


def test_calls_of_an_earlier_case_are_forgotten():
    submission = submission_of()

    observe(lambda s, c: s.f("first") and Seen(), submission, CASE)
    observation = observe(lambda s, c: s.f("second") and Seen(), submission, CASE)

    assert observation.call == "f('second')"


def test_what_the_learners_code_raises_outside_a_watching_block_is_a_fact():
    submission = submission_of("def f():\n    raise ValueError('no')\n")

    observation = observe(lambda s, c: s.f(), submission, CASE)

    assert observation == Observation(
        {"raised": ErrorFact("ValueError", "no", 2, "raise ValueError('no')")}, {}, "f()"
    )


def test_a_function_that_the_learner_did_not_write_is_a_fact():
    observation = observe(lambda s, c: s.helper(), submission_of(), CASE)

    assert observation.facts["raised"] == ErrorFact("NameError", "name 'helper' is not defined")


def test_a_returned_object_whose_methods_raise_is_the_learners_doing():
    source = "class Evil:\n    def __mul__(self, other):\n        raise ValueError('evil')\n"
    submission = submission_of(source + "def f():\n    return Evil()\n")

    observation = observe(lambda s, c: s.f() * 2, submission, CASE)

    assert observation == Observation(
        {"raised": ErrorFact("ValueError", "evil", 3, "raise ValueError('evil')")}, {}, "f()"
    )


def test_a_bug_in_a_check_goes_through():
    with pytest.raises(ValueError, match="mine"):
        observe(fails_with("mine"), submission_of(), CASE)


@pytest.mark.parametrize(("result", "name"), [(None, "NoneType"), (3, "int"), ({}, "dict")])
def test_a_check_that_returns_something_else_is_a_bug(result, name):
    with pytest.raises(TypeError) as caught:
        observe(lambda s, c: result, submission_of(), CASE)

    assert str(caught.value) == f"the check returned {name}, not what watching() saw"


# -- all checks of an exercise -----------------------------------------------------------------


def test_a_message_is_told_for_every_check_and_case_in_order():
    messages = run({"b": returns, "a": returns}, cases=2)

    assert [(message["check"], message["case"]) for message in messages] == [
        ("b", 0),
        ("b", 1),
        ("a", 0),
        ("a", 1),
    ]
    assert all(set(message) == {"check", "case", "observation"} for message in messages)


def test_only_the_named_checks_are_run_in_the_order_of_the_names():
    checks = {"a": returns, "b": returns, "c": returns}

    assert [message["check"] for message in run(checks, names=["c", "a"])] == ["c", "a"]


def test_without_cases_or_names_nothing_is_told():
    assert run({"a": returns}, cases=0) == []
    assert run({"a": returns}, names=[]) == []


def test_an_observation_is_told_as_json_that_reads_back():
    (message,) = run({"a": returns})

    observation = decode_observation(
        parse_json(json.dumps(message, allow_nan=False))["observation"]
    )

    assert observation.facts["returned"] == Case("public", "ex/a", 0).uniform(5, 9)


def test_cases_are_drawn_from_seed_exercise_check_and_number():
    drawn = [
        [message["observation"]["facts"]["returned"] for message in messages]
        for messages in (
            run({"a": returns, "b": returns}, cases=2),
            run({"a": returns}, seed="secret"),
        )
    ]

    assert drawn == [
        [Case("public", f"ex/{name}", index).uniform(5, 9) for name in "ab" for index in (0, 1)],
        [Case("secret", "ex/a", 0).uniform(5, 9)],
    ]


def test_the_file_is_loaded_once_for_all_checks():
    messages = run(
        {"a": returns, "b": returns},
        source="import itertools\ncount = itertools.count()\ndef f(x):\n    return next(count)\n",
        cases=2,
    )

    assert [message["observation"]["facts"]["returned"] for message in messages] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("source", "kind", "error", "nearest"),
    [
        (
            "def ff(): pass",
            "missing",
            {"type": "NameError", "message": "name 'f' is not defined", "line": 0, "code": ""},
            "ff",
        ),
        (
            "\n1 / 0",
            "raised",
            {
                "type": "ZeroDivisionError",
                "message": "division by zero",
                "line": 2,
                "code": "1 / 0",
            },
            "",
        ),
        (
            "return",
            "syntax",
            {
                "type": "SyntaxError",
                "message": "'return' outside function",
                "line": 1,
                "code": "return",
            },
            "",
        ),
    ],
)
def test_a_file_that_could_not_be_loaded_is_all_that_is_told(source, kind, error, nearest):
    messages = run({"a": returns}, source=source)

    assert messages == [{"load": kind, "error": error, "nearest": nearest}]


def test_what_the_learners_code_raises_is_an_observation():
    (message,) = run({"a": returns}, source="def f(x):\n    raise KeyError(1)\n")

    assert message["observation"]["facts"] == {
        "raised": {"error": "KeyError", "message": "1", "line": 2, "code": "raise KeyError(1)"}
    }


# -- bugs of ours ------------------------------------------------------------------------------


def test_a_bug_in_a_check_is_told_with_its_place_in_this_file():
    (message,) = run({"a": fails_with("mine")})

    line = fails_with.__code__.co_firstlineno + 4
    assert message == {
        "check": "a",
        "case": 0,
        "broken": f"ValueError: mine (test_running.py:{line})",
    }


def test_a_bug_is_told_with_the_innermost_line_of_checks_py(checks_of):
    checks = checks_of(
        "import json\ndef a(s, c):\n    return _b()\ndef _b():\n    json.loads('')\n"
    )

    (message,) = run(checks)

    assert message["broken"].startswith("JSONDecodeError: ") or message["broken"].startswith(
        "json.decoder.JSONDecodeError: "
    )
    assert message["broken"].endswith(" (checks.py:5)")


def test_a_long_message_of_a_bug_is_cut():
    (message,) = run({"a": fails_with("x" * 400)})

    assert message["broken"].startswith(f"ValueError: {'x' * 300} (")


def test_a_bug_in_one_check_or_case_loses_no_other():
    def breaks_once(submission, case):
        if case.index == 0:
            raise ValueError("once")
        return returns(submission, case)

    messages = run({"a": breaks_once, "b": returns}, cases=2)

    assert [sorted(set(message) - {"check", "case"}) for message in messages] == [
        ["broken"],
        ["observation"],
        ["observation"],
        ["observation"],
    ]


def test_a_check_of_unknown_name_is_told_as_broken():
    (message,) = run({"a": returns}, names=["absent"])

    assert message["broken"].startswith("KeyError: 'absent' (running.py:")


def test_facts_that_are_no_facts_are_a_bug_of_the_check():
    (message,) = run({"a": lambda s, c: Observation({"x": object()})})

    assert message["broken"].startswith("TypeError: not a fact: object (encoding.py:")


def test_what_a_learner_hangs_on_the_tensor_breaks_no_check():
    def check(submission, case):
        W = leaf([1.0, 2.0])
        with journaling(W=W) as seen:
            submission.f(W)
        return seen.judging(leaf_facts(seen.journal, "W"))

    source = "def f(W):\n    W.numel = W.detach = W.tolist = W.size = W.cpu = None\n"
    (message,) = run({"a": check}, source=source)

    assert message["observation"]["facts"]["W"]["values"] == [1.0, 2.0]
    assert torch.is_grad_enabled()

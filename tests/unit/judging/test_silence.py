"""Of hidden cases nothing is told that a submission can choose; and every verdict can be kept."""

from __future__ import annotations

import json

import pytest
from builders import case_key, error, key_of, rubric_of, seen, tensor
from hypothesis import given
from hypothesis import strategies as st

from autograder.judging import (
    CheckVerdict,
    Outcome,
    Reason,
    Verdict,
    judge,
    judge_both,
    read_verdict,
    silent,
    write_verdict,
)
from autograder.observations import ErrorFact, Observation
from autograder.runs import End, LoadFailure, Run, Stop
from autograder.sandbox.jobs import Job
from autograder.sandbox.replies import ChildReply, read_reply

LEAK = "LEAK"
NUMBER = 271828.5
CHECKS = ("first", "second")
RUBRIC = rubric_of(first=1.0, second=2.0, advice=("kind",), order=("kind", "sloppy"))


def key(seed):
    """A key of two checks with two cases each, with advice and a misconception."""
    case = case_key(
        seen(raised=None, value=tensor(1.0, 2.0), texts=("a", 1)),
        kind=seen(raised=None, value=tensor(1.0, 2.0), texts=("b", 1)),
        sloppy=seen(raised=error(), value=tensor(2.0, 4.0), texts=("a", 2)),
    )
    return key_of("an/exercise", seed, "", first=[case, case], second=[case, case])


def told_by(run):
    """All that is told of *run* on hidden cases."""
    verdict = judge(run, key("a secret seed"), RUBRIC)
    assert read_verdict(write_verdict(verdict)) == verdict
    return verdict, write_verdict(verdict)


LEAKING_ERROR = ErrorFact(LEAK, f"{LEAK} {NUMBER}", 271_828, LEAK)
SAID = {
    "the text of an exception": seen(raised=ErrorFact("ValueError", LEAK, 3, "")),
    "a class of its own": seen(raised=ErrorFact(LEAK, "", 3, "")),
    "the code of a line": seen(raised=ErrorFact("ValueError", "", 3, LEAK)),
    "the number of a line": seen(raised=ErrorFact("ValueError", "", 271_828, "")),
    "the numbers of a tensor": seen(raised=None, value=tensor(NUMBER, 2.0), texts=("a", 1)),
    "the dtype of a tensor": seen(raised=None, value=tensor(1.0, 2.0, dtype=LEAK), texts=()),
    "a text": seen(raised=None, value=tensor(1.0, 2.0), texts=(LEAK, NUMBER)),
    "an exception among facts": seen(raised=None, value=tensor(1.0, 2.0), texts=LEAKING_ERROR),
    "the name of a fact": seen(
        {"raised": None, "value": tensor(1.0, 2.0), "texts": ("a", 1), LEAK: 1}
    ),
    "a call": Observation({"raised": LEAKING_ERROR}, {}, LEAK, {LEAK: 7}, {LEAK: (LEAK,)}),
    "clues and a recording": Observation(
        {"raised": None, "value": tensor(0.0, 0.0), "texts": ("a", 1)},
        {LEAK: LEAK}, LEAK, {}, {"graph": LEAK, "points": (NUMBER,)},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_what_is_said_on_hidden_cases_is_told_nowhere(name):
    verdict, text = told_by(Run(dict.fromkeys(CHECKS, (SAID[name],) * 2)))

    assert verdict.outcome in (Outcome.FAILED, Outcome.ERRORED)
    assert LEAK not in text
    assert "271828" not in text
    assert all(check.reason.hidden for check in verdict.checks)


@pytest.mark.parametrize(
    "run",
    [
        Run(load=LoadFailure("raised", LEAKING_ERROR, LEAK), printed=LEAK),
        Run(load=LoadFailure("syntax", LEAKING_ERROR, LEAK)),
        Run(load=LoadFailure("missing", LEAKING_ERROR, LEAK)),
        *(
            Run(stops={check: Stop(end, f"{LEAK} 271828") for check in CHECKS}, end=end)
            for end in End
        ),
        Run(broken=dict.fromkeys(CHECKS, f"{LEAK}: {NUMBER} (checks.py:14)")),
        Run(broken=dict.fromkeys(CHECKS, f"ValueError: {LEAK} {NUMBER} (checks.py:14)")),
        Run(broken=dict.fromkeys(CHECKS, f"ValueError: x ({LEAK}.py:271828)x")),
        Run(printed=f"{LEAK} {NUMBER}"),
    ],
    ids=str,
)
def test_no_end_of_a_hidden_run_says_more_than_which_end_it_was(run):
    _, text = told_by(run)

    assert LEAK not in text
    assert "271828" not in text


def test_type_and_line_are_told_of_an_exception_that_python_knows():
    verdict, _ = told_by(Run({"first": (SAID["the text of an exception"],) * 2}))

    assert verdict.checks[0].reason.error == ErrorFact("ValueError", "", 3, "")


def test_which_fact_of_the_key_differs_is_told_and_no_value():
    verdict, _ = told_by(Run({"first": (SAID["the numbers of a tensor"],) * 2}))

    assert verdict.checks[0].reason.difference.name == "value"
    assert "2.0" not in str(verdict.checks[0].reason)


def test_on_hidden_cases_neither_a_misconception_nor_advice_is_named():
    sloppy, kind = (key("s").checks["first"][0].wrong[name] for name in ("sloppy", "kind"))
    verdict, _ = told_by(Run({"first": (sloppy,) * 2, "second": (kind,) * 2}))

    assert (verdict.misconceptions, verdict.advice) == ((), ())
    # Advice was set aside all the same.
    assert [check.outcome is Outcome.PASSED for check in verdict.checks] == [False, True]


def test_what_reached_for_the_grader_on_hidden_cases_is_kept_for_the_instructor():
    run = Run({"first": (SAID["a call"],) * 2}, tripped=(("sys._getframe", 3),))
    verdict, _ = told_by(run)
    public = judge(Run(tripped=(("exec", 1),)), key("public"), RUBRIC)

    assert verdict.integrity == ("sys._getframe (line 3)",)
    assert set(judge_both(public, verdict).integrity) == {"sys._getframe (line 3)", "exec (line 1)"}


def test_a_silent_verdict_is_silent_already():
    verdict, _ = told_by(Run(dict.fromkeys(CHECKS, (SAID["a call"],) * 2)))

    assert silent(verdict) == verdict


# Whatever a child sends

JOB = Job("an/exercise", "", "def f():\n    pass\n", "f", CHECKS, "a secret seed", 2)

words = st.sampled_from(
    ["", LEAK, "ValueError", "NotImplementedError", "\x1b[2J", "\ud800", "a\nb"]
)
numbers = st.one_of(
    st.integers(-3, 3), st.floats(), st.sampled_from([2**31, 2**53, 2**60, -(2**53), True, None])
)
errors = st.fixed_dictionaries({"error": words, "message": words, "line": numbers, "code": words})
values = st.one_of(
    words, numbers, errors, st.just(None),
    st.fixed_dictionaries({"object": words}),
    st.sampled_from([{"float": "nan"}, {"float": "-inf"}]),
    st.lists(numbers, max_size=3).map(
        lambda found: {"tensor": "float32", "shape": [len(found)], "values": found}
    ),
)  # fmt: skip
anything = st.recursive(values, lambda inner: st.lists(inner, max_size=3), max_leaves=5)
named = st.dictionaries(
    st.sampled_from(["raised", "value", "texts", "graph", "points", "loss", LEAK]),
    anything,
    max_size=4,
)
observations = st.fixed_dictionaries(
    {"facts": named},
    optional={
        "clues": named, "recording": named, "call": words, "sizes": st.dictionaries(words, numbers),
    },
)  # fmt: skip
loads = st.fixed_dictionaries(
    {
        "load": st.sampled_from(["syntax", "missing", "raised"]),
        "error": st.fixed_dictionaries(
            {"type": words, "message": words, "line": numbers, "code": words}
        ),
        "nearest": words,
    }
)


@st.composite
def answers(draw):
    """What a child may send: in order as an honest one, with whatever in it."""
    messages = [{"printed": text} for text in draw(st.lists(words, max_size=2))]
    if draw(st.integers(0, 4)) == 0:
        messages.append(draw(loads))
    else:
        for check in CHECKS:
            for case in range(2):
                more = {"observation": draw(observations)}
                if draw(st.integers(0, 9)) == 0:
                    more = {"broken": draw(words)}
                messages.append({"check": check, "case": case} | more)
    messages.append({"end": True})
    cut = draw(st.integers(0, len(messages)))
    sent = messages if draw(st.booleans()) else messages[:cut]
    data = b"".join(json.dumps(message).encode() + b"\n" for message in sent)
    end = draw(st.sampled_from([End.DONE, End.DONE, End.TIMEOUT, End.CRASHED, End.FLOODED]))
    return ChildReply(data, end, draw(words) if end is End.CRASHED else "")


@given(answers(), answers())
def test_every_verdict_of_whatever_a_child_sends_can_be_kept_and_read_again(public, hidden):
    loud = judge(read_reply(public, JOB), key("public"), RUBRIC)
    quiet = judge(read_reply(hidden, JOB), key("a secret seed"), RUBRIC)

    for verdict in (loud, quiet, judge_both(loud, quiet)):
        again = read_verdict(write_verdict(verdict))
        assert write_verdict(again) == write_verdict(verdict)
        assert (again.outcome, again.score) == (verdict.outcome, verdict.score)
    assert LEAK not in write_verdict(quiet)
    assert quiet == silent(quiet)


def test_a_line_that_no_file_has_makes_no_verdict_that_cannot_be_kept():
    sent = {"check": "first", "case": 0, "observation": {"facts": {
        "raised": {"error": "E", "message": "", "line": 2**60, "code": ""}}}}  # fmt: skip
    run = read_reply(ChildReply(json.dumps(sent).encode() + b"\n"), JOB)

    assert run.end is End.MALFORMED
    verdict = judge(run, key("public"), RUBRIC)
    assert read_verdict(write_verdict(verdict)) == verdict


def test_a_field_that_somebody_adds_to_a_verdict_is_silent_until_it_is_thought_of():
    """Whoever adds one sees this list, and decides what hidden cases may say in it."""
    assert list(Reason.__slots__) == [
        "kind", "call", "difference", "relation", "misconceptions", "leaning", "error", "load",
        "end", "detail", "hidden",
    ]  # fmt: skip
    assert list(CheckVerdict.__slots__) == [
        "check", "outcome", "score", "max_score", "reason", "recording", "expected_recording",
    ]  # fmt: skip
    assert list(Verdict.__slots__) == [
        "exercise", "outcome", "checks", "misconceptions", "advice", "printed", "seconds",
        "integrity", "left_out",
    ]  # fmt: skip

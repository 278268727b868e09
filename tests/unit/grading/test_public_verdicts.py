"""Verdicts on public cases, shared by programs with the same code on different hidden cases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

import pytest

from autograder.grading import classes
from autograder.grading.classes import grade_all
from autograder.grading.ledger import Ledger, LedgerKey
from autograder.grading.pool import Graded, Work, WorkerConfig
from autograder.grading.public_verdicts import PublicVerdicts
from autograder.judging import CheckVerdict, Outcome, Reason, ReasonKind, Verdict, write_verdict
from autograder.observations import ErrorFact
from autograder.runs import End

PASSED = Verdict("f", Outcome.PASSED, (CheckVerdict("check", Outcome.PASSED, 1.0, 1.0),))


def failed(reason, outcome=Outcome.FAILED):
    return Verdict("f", outcome, (CheckVerdict("check", outcome, 0.0, 1.0, reason),))


DIFFERS = failed(Reason(ReasonKind.DIFFERS))
ON_A_LINE = failed(Reason(ReasonKind.RAISED, error=ErrorFact("ValueError", "no", 2, "raise")))
TIMEOUT = failed(Reason(ReasonKind.STOPPED, end=End.TIMEOUT), Outcome.TIMEOUT)


def class_of(*programs):
    """Works by their keys, each (student, hidden set, program, form)."""
    return {
        LedgerKey("f", hidden, program): Work("f", 0, program, student=student, form=form)
        for student, hidden, program, form in programs
    }


def told(public, works):
    """By student, what is told of the program in public."""
    return {
        work.student: found
        for key, work in works.items()
        if (found := public.told_to(key, work).public)
    }


TWINS = class_of(
    ("anna", "set 1", "# Anna\nx\n", "form"),
    ("bea", "set 2", "# Bea\nx\n", "form"),
    ("cili", "set 3", "\n\nx\n", "form"),
    ("dora", "set 3", "y\n", "another"),
)
ANNA, BEA, CILI, DORA = TWINS


@pytest.mark.parametrize(
    ("verdict", "who"),
    [
        (PASSED, {"anna", "bea", "cili"}),
        (DIFFERS, {"anna", "bea"}),
        (ON_A_LINE, {"anna", "bea"}),
        (TIMEOUT, set()),
    ],
)
def test_what_it_tells_decides_with_whom_it_is_shared(verdict, who):
    public = PublicVerdicts(TWINS)

    public.note(ANNA, write_verdict(verdict))

    assert told(public, TWINS) == dict.fromkeys(who, write_verdict(verdict))


def test_a_failure_without_a_line_is_told_to_all_once_two_students_have_shown_it():
    works = TWINS | class_of(("eta", "set 1", "x\n", "form"))
    public = PublicVerdicts(works)

    public.note(ANNA, write_verdict(DIFFERS))
    assert "cili" not in told(public, works)

    public.note(CILI, write_verdict(DIFFERS))
    assert set(told(public, works)) == {"anna", "bea", "cili", "eta"}


def test_the_same_text_on_another_set_has_the_same_verdict_even_if_no_form_is_known():
    works = class_of(*product(["anna", "bea"], ["set 1"], ["x"], [""]))
    works |= class_of(("cili", "set 2", "x", ""), ("dora", "set 2", "y", ""))
    public = PublicVerdicts(works)

    public.note(next(iter(works)), write_verdict(ON_A_LINE))

    assert "cili" in told(public, works)
    assert "dora" not in told(public, works)


def test_nothing_is_kept_of_a_program_like_no_other():
    public = PublicVerdicts(TWINS)

    public.note(DORA, write_verdict(PASSED))

    assert told(public, TWINS) == {}


def test_what_one_shows_in_public_is_told_to_those_whose_turn_comes_later(monkeypatch):
    works = class_of(*((f"student {n}", f"set {n}", f"# {n}\nx\n", "form") for n in range(40)))
    sent = []

    def grade_chunk(_config, chunk):
        sent.append([work.public for work in chunk])
        text = write_verdict(ON_A_LINE)
        return [Graded(text, 0.1, "" if work.public else text) for work in chunk]

    monkeypatch.setattr(classes, "grade_chunk", grade_chunk)
    with Ledger(Path(":memory:")) as ledger:
        grade_all(works, ledger, WorkerConfig(Path()), lambda: ThreadPoolExecutor(1), workers=1)
        assert ledger.known(works) == set(works)

    first, *_, last = sent
    assert set(first) == {""}
    assert set(last) == {write_verdict(ON_A_LINE)}

"""Whose turn it is: equal work once, and nobody left out."""

from __future__ import annotations

import random
from itertools import chain
from pathlib import Path

import pytest

from autograder.grading.ledger import Ledger, LedgerKey
from autograder.grading.pool import Work
from autograder.grading.turns import Turns
from autograder.grading.twins import Twins
from autograder.judging import CheckVerdict, Outcome, Reason, ReasonKind, Verdict, write_verdict
from autograder.observations import ErrorFact
from autograder.runs import End

PASSED = Verdict("f", Outcome.PASSED, (CheckVerdict("check", Outcome.PASSED, 1.0, 1.0),))


def failed(reason, outcome=Outcome.FAILED, **more):
    return Verdict("f", outcome, (CheckVerdict("check", outcome, 0.0, 1.0, reason),), **more)


DIFFERS = failed(Reason(ReasonKind.DIFFERS))
TIMEOUT = failed(Reason(ReasonKind.STOPPED, end=End.TIMEOUT), Outcome.TIMEOUT)


def raised(line):
    error = ErrorFact("ValueError", "no", line, "raise ValueError('no')")
    return failed(Reason(ReasonKind.RAISED, error=error), Outcome.ERRORED)


@pytest.fixture
def ledger():
    with Ledger(Path(":memory:")) as ledger:
        yield ledger


def class_of(*programs):
    """Works by their keys; each program is a student, a form and a source."""
    return {
        LedgerKey("f", "d", f"{student} {source}"): Work(
            "f", 0, source, hand_in=f"0 {student}", student=student, form=form
        )
        for student, form, source in programs
    }


def graded(works, ledger, verdict_of, *, workers=1, chunk=8):
    """Grade all in *workers* parts at a time, in any order; return what was graded, part by part."""
    draw, parts, running = random.Random(1), [], []
    turns = Turns([*works], works, Twins(works), ledger, chunk=chunk)
    count = 0
    while True:
        while len(running) < workers and (part := turns.take()):
            running.append(part)
            forms = [works[key].form for one in running for key in one if works[key].form]
            parts.append(([works[key].student for key in part], forms))
        if not running:
            break
        part = running.pop(draw.randrange(len(running)))
        ledger.record((key, write_verdict(verdict_of(works[key])), 0.1) for key in part)
        count += turns.done(part)
    assert count == len(works)
    assert ledger.known(works) == works.keys()
    return [students for students, _ in parts], [forms for _, forms in parts]


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_of_programs_that_pass_one_of_each_form_is_graded_whichever_worker_is_free(ledger, workers):
    works = class_of(*((f"s{n}", f"form {n % 3}", f"program {n}") for n in range(30)))

    parts, under_way = graded(works, ledger, lambda _: PASSED, workers=workers, chunk=1)

    assert sorted(chain(*parts)) == ["s0", "s1", "s2"]
    assert all(len(forms) == len({*forms}) for forms in under_way)


def test_a_failure_without_lines_is_shared_once_two_students_have_shown_it(ledger):
    works = class_of(*((f"s{n}", "form", f"\n{n}" * (n + 1)) for n in range(6)))

    parts, _ = graded(works, ledger, lambda _: DIFFERS, chunk=1)

    assert parts == [["s0"], ["s1"]]


def test_one_student_makes_no_other_fail_with_however_many_programs(ledger):
    mine = class_of(*(("s0", "form", f"{n}\n{n}") for n in range(3)))
    others = class_of(("s1", "form", "right"), ("s2", "form", "right, too"))
    works = mine | others

    parts, _ = graded(
        works, ledger, lambda work: PASSED if "right" in work.source else DIFFERS, chunk=1
    )

    assert parts[0] == ["s0"]
    assert {ledger.verdict(key).outcome for key in others} == {Outcome.PASSED}


def test_what_tells_a_line_is_shared_by_programs_with_the_same_on_the_same_lines(ledger):
    works = class_of(
        ("s0", "form", "# Anna\nx = f()\n"),
        ("s1", "form", "# Bea\nx = f()\n"),
        ("s2", "form", "\nx = f()\n\n# the end"),
        ("s3", "form", "# Dora\n# Dora\nx = f()\n"),
        ("s4", "form", "# Eta\n# Eta\nx = f()\n"),
        ("s5", "form", "# Fanni\nx = f()  # Fanni\n"),
    )  # fmt: skip

    def verdict_of(work):
        return raised(1 + [line[:1] for line in work.source.split("\n")].index("x"))

    parts, _ = graded(works, ledger, verdict_of)

    assert sorted(chain(*parts)) == ["s0", "s3", "s5"]
    lines = {
        works[key].student: ledger.verdict(key).checks[0].reason.error.line for key in works
    }  # fmt: skip
    assert lines == {"s0": 2, "s1": 2, "s2": 2, "s3": 3, "s4": 3, "s5": 2}


def test_carriage_returns_end_lines_too(ledger):
    works = class_of(("s0", "form", "# a\r# b\nx\n"), ("s1", "form", "# a\nx\n"))

    parts, _ = graded(works, ledger, lambda _: raised(2))

    assert sorted(chain(*parts)) == ["s0", "s1"]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_timeout_is_nobody_elses(ledger, workers):
    works = class_of(*((f"s{n}", "form", f"# {n}\nx\n") for n in range(4)))

    parts, _ = graded(works, ledger, lambda _: TIMEOUT, workers=workers)

    assert sorted(chain(*parts)) == ["s0", "s1", "s2", "s3"]


def test_after_a_fault_of_ours_the_twins_are_graded_themselves(ledger):
    works = class_of(*((f"s{n}", "form", f"# {n}\nx\n") for n in range(3)))
    turns = Turns([*works], works, Twins(works), ledger)
    first = turns.take()
    ledger.note_fault(first[0], "the worker died")

    assert turns.done(first) == 1
    assert {works[key].student for key in turns.take()} == {"s1", "s2"}


def test_hand_ins_stay_together_and_programs_without_a_form_are_all_graded(ledger):
    works = class_of(*((f"s{n // 5}", "", f"program {n}") for n in range(20)))

    parts, _ = graded(works, ledger, lambda _: PASSED)

    assert parts == [["s0"] * 5 + ["s1"] * 5, ["s2"] * 5 + ["s3"] * 5]


def test_a_student_who_handed_in_twins_of_all_forms_is_graded_in_one_part(ledger):
    works = class_of(*((f"s{n // 3}", f"form {n % 3}", f"program {n}") for n in range(9)))

    parts, _ = graded(works, ledger, lambda _: PASSED)

    assert parts == [["s0", "s0", "s0"]]

"""
A whole hand-in graded in one process, as far as that changes no verdict.

A pass in company counts, a failure never does: what does not pass beside the student's other
programs, or passes with anything else to be told, is graded again in processes of its own. And only
programs that a reading finds plain run in company at all (:mod:`autograder.sandbox.plain`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from autograder.content import Exercise
from autograder.grading.grader import Grader
from autograder.judging import Key, Outcome, Verdict, judge
from autograder.runs import LeftOut, Run

__all__ = ["Program", "grade_together"]


@dataclass(frozen=True, slots=True)
class Program:
    """
    A program of a hand-in, to be graded as an exercise.

    Attributes:
        hidden: The key of its hidden cases; None where only public ones are asked.
        helpers: Texts of the files that it imports, by the names of their modules.
    """

    source: str = field(repr=False)
    exercise: Exercise
    hidden: Key | None = None
    helpers: Mapping[str, str] = field(default_factory=dict, repr=False)


def grade_together(grader: Grader, programs: Sequence[Program]) -> Iterator[tuple[int, Verdict]]:
    """
    Grade the *programs* of one hand-in; yield each verdict with the number of its program.

    Each is the verdict that :meth:`Grader.grade_both` gives, or :meth:`Grader.grade` where there are
    no hidden cases. All public cases are run before the first hidden one, so that no public run can
    tell anything of a hidden one.

    Raises:
        MissingKeyError: If an exercise has no current key.
        SandboxError: If the sandbox failed twice.
    """
    asked = [(program, grader.key(program.exercise)) for program in programs]
    passed = _passed_together(grader, dict(enumerate(asked)))
    public = [passed.get(n) or _graded_alone(grader, *one) for n, one in enumerate(asked)]
    hidden = {n: (one, one.hidden) for n, one in enumerate(programs) if one.hidden is not None}
    # What fails on public cases will fail on hidden ones, and is not tried in company again.
    passed = _passed_together(grader, {n: one for n, one in hidden.items() if n in passed})
    for number, program in enumerate(programs):
        verdict = public[number]
        if number in hidden:
            known = verdict.left_out
            secret = passed.get(number) or _graded_alone(grader, *hidden[number], left_out=known)
            verdict = grader.explained(secret, verdict, program.exercise)
        yield number, verdict


def _graded_alone(
    grader: Grader, program: Program, key: Key, left_out: Sequence[LeftOut] = ()
) -> Verdict:
    return grader.grade(
        program.source, program.exercise, key=key, helpers=program.helpers, left_out=left_out
    )


def _passed_together(
    grader: Grader, asked: Mapping[int, tuple[Program, Key]]
) -> dict[int, Verdict]:
    """The verdicts on those that pass beside the others, with nothing to be told but that."""
    passed = {}
    for torch in (True, False):
        kind = {n: one for n, one in asked.items() if one[0].exercise.sheet.torch is torch}
        if len(kind) < 2:
            continue
        jobs = [
            grader.job(program.source, program.exercise, key.seed, helpers=program.helpers)
            for program, key in kind.values()
        ]
        runs = grader.runner.run_together(jobs)
        for (number, (program, key)), run in zip(kind.items(), runs, strict=True):
            if run is not None and _has_only_facts(run):
                verdict = judge(run, key, grader.rubric(program.exercise), grader.classify)
                if verdict.outcome is Outcome.PASSED and not verdict.advice:
                    passed[number] = verdict
    return passed


def _has_only_facts(run: Run) -> bool:
    return not (run.broken or run.left_out or run.tripped or run.load)

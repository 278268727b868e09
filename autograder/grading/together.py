"""
A whole hand-in graded in one process, as far as that changes no verdict.

A pass in company counts, a failure never does: what does not pass beside the student's other
programs, or passes with anything else to be told, is graded again in processes of its own. And only
programs that a reading finds plain run in company at all (:mod:`autograder.sandbox.plain`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from autograder.content import Exercise
from autograder.grading.grader import Grader
from autograder.judging import Key, Outcome, Verdict, judge, silent
from autograder.runs import LeftOut, Run
from autograder.sandbox import Job

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
    no hidden cases. No public run can tell anything of a hidden one: all public cases are run before
    the first hidden one, unless all programs of the hand-in are plain and can't tell the time: these see
    nothing but what they are given. So of these, public cases are run only where they tell something:
    for a program that passes on hidden ones they mostly don't.

    Raises:
        MissingKeyError: If an exercise has no current key.
        SandboxError: If the sandbox failed twice.
    """
    asked = {n: (program, grader.key(program.exercise)) for n, program in enumerate(programs)}
    company = _Company(grader, asked)
    for number, program in enumerate(programs):
        verdict, secret = company.public.get(number), company.hidden.get(number)
        if verdict is None:
            # It passed on hidden cases, and public ones would add nothing to that.
            verdict = company.hidden[number]
        elif program.hidden is not None:
            if secret is None:
                known = verdict.left_out
                secret = _graded_alone(grader, program, program.hidden, left_out=known)
            verdict = grader.explained(secret, verdict, program.exercise)
        yield number, verdict


class _Company:
    """
    Verdicts on the programs of one hand-in.

    Attributes:
        public: Those on public cases, by the numbers of the programs; none for those that pass on
            hidden cases in an exercise where public ones add nothing to that.
        hidden: Those on hidden cases, as far as they are known; the others are to be graded alone.
    """

    def __init__(self, grader: Grader, asked: Mapping[int, tuple[Program, Key]]) -> None:
        self._grader, self._asked = grader, asked
        self.public: dict[int, Verdict] = {}
        self.hidden: dict[int, Verdict] = {}
        kinds = {program.exercise.sheet.torch for program, _ in asked.values()}
        plain = len(kinds) == 1 < len(asked) and self._in_rounds()
        if not plain:
            rest = {n: one for n, one in asked.items() if n not in self.public}
            self.public |= _passed_together(grader, rest)
        passed = {*self.public, *self.hidden}
        for number in asked.keys() - passed:
            self._grade_alone(number, plain=plain)
        if not plain:
            # What fails on public cases will fail on hidden ones, and is not tried in company again.
            self.hidden |= _passed_together(grader, self._on_hidden_cases(passed))

    def _in_rounds(self) -> bool:
        """
        Run in one process the public cases that are needed and there, where these passed, hidden ones, if no
        later run could tell.

        Returns:
            Whether none could: whether all programs are plain and can't tell the time.
        """
        if any(map(_may_tell_the_time, self._asked.values())):
            return False
        plain, chosen = False, dict[int, tuple[Program, Key]]()
        needed = {n: one for n, one in self._asked.items() if self._needs_public_cases(one[0])}

        def choose(runs: Sequence[Run | None]) -> Sequence[Job]:
            nonlocal plain
            plain = None not in runs
            self._take_passed(needed, runs)
            if plain:
                loaded = [
                    n for n, run in zip(self._asked, runs, strict=True) if _has_only_facts(run)
                ]
                going_on = [n for n in loaded if n in self.public or n not in needed]
                chosen.update(self._on_hidden_cases(going_on))
            return _jobs(self._grader, chosen)

        # Of the others it is only told whether they are plain.
        jobs = [
            job if number in needed else job.only(())
            for number, job in zip(self._asked, _jobs(self._grader, self._asked), strict=True)
        ]
        runs, later = self._grader.runner.run_in_rounds(jobs, choose)
        if not plain:
            self._take_passed(needed, runs)
        self.hidden |= _passed(self._grader, chosen, later)
        return plain

    def _needs_public_cases(self, program: Program) -> bool:
        return program.hidden is None or self._grader.explains_passes(program.exercise)

    def _take_passed(self, needed: Collection[int], runs: Sequence[Run | None]) -> None:
        """Take the verdicts on those that passed of the *runs* on public cases that were *needed*."""
        found = {n: run for n, run in zip(self._asked, runs, strict=False) if n in needed}
        asked = {n: self._asked[n] for n in found}
        self.public |= _passed(self._grader, asked, [*found.values()])

    def _grade_alone(self, number: int, *, plain: bool) -> None:
        """Grade a program alone on public cases and, if it is *plain*, on hidden ones right after these."""
        program, key = self._asked[number]
        if not plain or program.hidden is None:
            self.public[number] = _graded_alone(self._grader, program, key)
            return
        hidden = self._on_hidden_cases([number])

        def choose(runs: Sequence[Run | None]) -> Sequence[Job]:
            return _jobs(self._grader, hidden) if all(map(_has_only_facts, runs)) else ()

        jobs = _jobs(self._grader, {number: (program, key)})
        (begun,), later = self._grader.runner.run_in_rounds(jobs, choose)
        public = self.public[number] = _graded_alone(self._grader, program, key, begun=begun)
        for verdict in _judged(self._grader, hidden, later).values():
            if verdict.outcome is Outcome.PASSED or verdict.checks == silent(public).checks:
                self.hidden[number] = verdict

    def _on_hidden_cases(self, numbers: Iterable[int]) -> dict[int, tuple[Program, Key]]:
        asked = {n: self._asked[n][0] for n in numbers}
        return {n: (one, one.hidden) for n, one in asked.items() if one.hidden is not None}


def _may_tell_the_time(asked: tuple[Program, Key]) -> bool:
    """
    Whether a plain program could tell how long a run before it took.

    Only by NumPy, for which "now" is a number, whoever spells it. Nothing is parsed here: names are looked
    for in the text, in the form in which Python compares them.
    """
    return "numpy" in unicodedata.normalize("NFKC", asked[0].source)


def _jobs(grader: Grader, asked: Mapping[int, tuple[Program, Key]]) -> list[Job]:
    return [
        grader.job(program.source, program.exercise, key.seed, helpers=program.helpers)
        for program, key in asked.values()
    ]


def _graded_alone(
    grader: Grader,
    program: Program,
    key: Key,
    left_out: Sequence[LeftOut] = (),
    begun: Run | None = None,
) -> Verdict:
    return grader.grade(
        program.source,
        program.exercise,
        key=key,
        helpers=program.helpers,
        left_out=left_out,
        begun=begun,
    )


def _passed_together(
    grader: Grader, asked: Mapping[int, tuple[Program, Key]]
) -> dict[int, Verdict]:
    """The verdicts on those that pass beside the others of their kind, with nothing to be told but that."""
    passed: dict[int, Verdict] = {}
    for torch in (True, False):
        kind = {n: one for n, one in asked.items() if one[0].exercise.sheet.torch is torch}
        if len(kind) > 1:
            passed |= _passed(grader, kind, grader.runner.run_together(_jobs(grader, kind)))
    return passed


def _passed(
    grader: Grader, asked: Mapping[int, tuple[Program, Key]], runs: Sequence[Run | None]
) -> dict[int, Verdict]:
    judged = _judged(grader, asked, runs)
    return {n: verdict for n, verdict in judged.items() if verdict.outcome is Outcome.PASSED}


def _judged(
    grader: Grader, asked: Mapping[int, tuple[Program, Key]], runs: Sequence[Run | None]
) -> dict[int, Verdict]:
    """The verdicts on those whose *runs* have nothing to be told but facts, and that get no advice."""
    judged = {}
    for (number, (program, key)), run in zip(asked.items(), runs, strict=False):
        if run is not None and run.is_smooth:
            verdict = judge(run, key, grader.rubric(program.exercise), grader.classify)
            if not verdict.advice:
                judged[number] = verdict
    return judged


def _has_only_facts(run: Run | None) -> bool:
    return run is not None and run.is_smooth

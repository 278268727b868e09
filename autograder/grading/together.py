"""
A whole hand-in graded in few processes, as far as that changes no verdict.

A pass in company counts, a failure never does: a claim that does not hold beside the student's other
programs is tried again in a process of the program's own, on public cases, which explain failures. Where it
fails there in the same way, that is what it is; else hidden cases are run alone, too. And only programs
that a reading finds plain run in company at all (:mod:`autograder.sandbox.plain`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from autograder.content import Exercise
from autograder.grading.grader import Grader
from autograder.grading.parts import is_whole, judge_so_far, run_in_parts
from autograder.judging import Key, Outcome, ReasonKind, Verdict, shows_no_more, silent
from autograder.runs import Run
from autograder.sandbox import Job, LastRound, Plan, may_be_plain, may_tell_the_time

__all__ = ["Program", "TellPublic", "grade_together", "tell_nobody"]


#: Reasons that lie in what was seen, and so in nothing but the program and the cases.
_SEEN = (ReasonKind.DIFFERS, ReasonKind.RAISED, ReasonKind.NOT_WRITTEN)

#: Is told a verdict, and of which program it is.
TellPublic = Callable[[int, Verdict], object]


def tell_nobody(_number: int, _verdict: Verdict) -> None:
    """Tell nobody of a verdict."""


@dataclass(frozen=True, slots=True)
class Program:
    """
    A program of a hand-in, to be graded as an exercise.

    Attributes:
        hidden: The key of its hidden cases; None where only public ones are asked.
        helpers: Texts of the files that it imports, by the names of their modules.
        public: The verdict on its public cases, where a program with the same code has got that.
    """

    source: str = field(repr=False)
    exercise: Exercise
    hidden: Key | None = None
    helpers: Mapping[str, str] = field(default_factory=dict, repr=False)
    public: Verdict | None = None


def grade_together(
    grader: Grader,
    programs: Sequence[Program],
    *,
    tell_public: TellPublic = tell_nobody,
) -> Iterator[tuple[int, Verdict]]:
    """
    Grade the *programs* of one hand-in; yield each verdict with the number of its program.

    Each is the verdict that :meth:`Grader.grade_both` gives, or :meth:`Grader.grade` where there are
    no hidden cases. No public run can tell anything of a hidden one: see :class:`_HandIn`.

    Args:
        tell_public: Told each verdict on public cases that was made on the way to one on hidden cases.

    Raises:
        MissingKeyError: If an exercise has no current key.
        SandboxError: If the sandbox failed twice.
    """
    hand_in = _HandIn(grader, dict(enumerate(programs)))
    hand_in.run()
    for number, program in enumerate(programs):
        yield number, hand_in.verdict(number)
        if program.hidden and number in hand_in.public and program.public is None:
            tell_public(number, hand_in.public[number])


class _HandIn:
    """
    The programs of one hand-in, on their way to verdicts.

    A program that could notice what ran before it, and so how long a hidden run took, is an
    *observer*. The public cases of all observers are run before the first hidden case of any program,
    so that none can tell of one. The others are *blind*: they are plain and can't tell the time, so
    they see nothing but what they are given. Blind programs run in company, and their public cases may
    come after hidden ones. So of these, public cases are run only where they tell something, which for
    a program that passes on hidden cases they mostly don't.

    Attributes:
        public: Verdicts on public cases, by the numbers of the programs; none for those that pass on
            hidden cases where public ones add nothing to that.
        tried: Those on hidden cases in company, of which passes of claims count.
        hidden: Those on hidden cases that count, as far as they are known; the others are to be made alone.
    """

    def __init__(self, grader: Grader, programs: Mapping[int, Program]) -> None:
        self._grader, self._programs = grader, programs
        self._keys = {n: grader.key(one.exercise) for n, one in programs.items()}
        self.public = {n: one.public for n, one in programs.items() if one.public is not None}
        self.tried: dict[int, Verdict] = {}
        self.hidden: dict[int, Verdict] = {}
        #: Those that are not tried in company (any more).
        self._alone = {
            number
            for number, one in programs.items()
            if one.helpers or not may_be_plain(one.source) or self._fails_otherwise(number)
        }

    def run(self) -> None:
        """Run what can be run in company, and all public cases that are needed."""
        companies = self._companies()
        self._run_public_cases(
            self._programs.keys() - {n for several in companies for n in several}
        )
        for company in companies:
            self._run_company(company, to_the_end=company is companies[-1])
        self._run_hidden_cases()
        for number in self._programs:
            if number not in self.hidden or self._needs_public_cases(number):
                self._run_alone(number)

    def verdict(self, number: int) -> Verdict:
        """Return the verdict on a program after :meth:`run`; what is left to be run is run now, alone."""
        program, public = self._programs[number], self.public.get(number)
        if public is None:
            # It passed on hidden cases, and public ones would add nothing to that.
            return self.hidden[number]
        if program.hidden is None:
            return public
        hidden = self.hidden.get(number) or self._grader.grade_hidden(
            program.source, program.exercise, program.hidden, public, helpers=program.helpers
        )
        return self._grader.explained(hidden, public, program.exercise)

    # Who runs with whom.

    def _companies(self) -> list[list[int]]:
        """
        The programs that may be blind, those of each kind together.

        One that is left by itself is a company of its own if it is the only one: its public cases are
        the last of the hand-in, whatever a reading finds.
        """
        asked = [n for n in self._programs if n not in self._alone and not self._may_observe(n)]
        return [asked] if len(asked) == 1 else self._by_kind(asked)

    def _by_kind(self, numbers: Iterable[int]) -> list[list[int]]:
        """Those of *numbers* that are to be tried in company, by what kind of process they need."""
        asked = [n for n in numbers if n not in self._alone]
        kinds = (
            [n for n in asked if self._programs[n].exercise.sheet.torch is torch]
            for torch in (True, False)
        )
        return [kind for kind in kinds if len(kind) > 1]

    def _may_observe(self, number: int) -> bool:
        """Whether public cases of a program, even of a plain one, could tell how long a run before took."""
        return number not in self.public and may_tell_the_time(self._programs[number].source)

    def _fails_otherwise(self, number: int) -> bool:
        """Whether anything but what was seen is known to keep a program from passing on public cases."""
        checks = self.public[number].checks if number in self.public else ()
        return any(check.reason and check.reason.kind not in _SEEN for check in checks)

    def _needs_public_cases(self, number: int) -> bool:
        program = self._programs[number]
        if number in self.public:
            return False
        return program.hidden is None or self._grader.explains_passes(program.exercise)

    def _may_go_on(self, number: int) -> bool:
        """Whether a program is to be tried on hidden cases in company, and has not been."""
        return (
            self._programs[number].hidden is not None
            and number not in self._alone
            and number not in self.tried
            and number not in self.hidden
        )

    # What is run.

    def _run_company(self, company: Sequence[int], *, to_the_end: bool) -> None:
        """Run a *company* in rounds, and the public cases of those of it that have to be run alone."""
        if len(company) == 1:
            self._run_alone(*company)
            return
        others: list[int] = []
        self._grader.runner.run_in_rounds(self._rounds(company, others, to_the_end=to_the_end))
        rest = others[1:] if company[-len(others) :] == others else []
        if len(rest) > 1:
            # The process ended in the first of these, it seems: no reason to part the rest.
            self._alone.difference_update(rest)
            self._run_public_cases_alone(others[:1])
            self._run_company(rest, to_the_end=to_the_end)
        else:
            self._run_public_cases_alone(others)

    def _rounds(self, company: Sequence[int], others: list[int], *, to_the_end: bool) -> Plan:
        """
        Run in one process the public cases of a *company* that are needed and, *to_the_end*, there, if
        all are blind, hidden ones of those that may pass.

        Args:
            others: Takes those that are not known to be blind.
        """
        # Of those whose public cases are not needed, it is only told whether they are plain.
        jobs = [
            job if self._needs_public_cases(number) else job.only(())
            for number, job in zip(company, self._public_jobs(company), strict=True)
        ]
        may_go_on = to_the_end and any(map(self._may_go_on, company))
        runs = yield jobs if may_go_on else LastRound(jobs)
        self._take_public(company, runs)
        others[:] = [n for n, run in zip(company, runs, strict=True) if run is None]
        if to_the_end and not others:
            yield from self._hidden_rounds(filter(self._may_go_on, company))

    def _run_public_cases(self, observers: Collection[int]) -> None:
        """Run the public cases of *observers*, before the first hidden one of their hand-in."""
        for company in self._by_kind(n for n in observers if n not in self.public):
            runs = self._grader.runner.run_together(self._public_jobs(company))
            self._take_public(company, runs)
        self._run_public_cases_alone(observers)

    def _run_public_cases_alone(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            if number not in self.public:
                self._take_public_alone(number)

    def _hidden_rounds(self, company: Iterable[int]) -> Plan:
        """Run a *company* on hidden cases, of which only passes of claims count."""
        keys = {n: self._programs[n].hidden for n in company}
        jobs = {n: self._job(n, key) for n, key in keys.items() if key is not None}
        if jobs:
            parts = self._grader.runner.goes_on
            self._take_hidden((yield from run_in_parts(jobs, self._holding, parts=parts)))

    def _holding(self, number: int, run: Run) -> bool:
        """Whether a claim holds on the hidden cases of a *run*."""
        key = self._programs[number].hidden
        verdict = self._judged_so_far(number, run, key) if key else None
        return verdict is not None and any(check.reason is None for check in verdict.checks)

    def _run_hidden_cases(self) -> None:
        """Run in company the hidden cases that are left to be tried; all observers' public ones have been run."""
        while companies := self._by_kind(filter(self._may_go_on, self._programs)):
            for company in companies:
                self._grader.runner.run_in_rounds(self._hidden_rounds(company))

    def _run_alone(self, number: int) -> None:
        """Run a program alone on public cases and, unless these settle it, right after them on hidden ones."""
        key = self._programs[number].hidden
        if key is None or number in self.public:
            self._run_public_cases_alone([number])
            return
        self._alone.add(number)
        runs: list[Run | None] = []
        self._grader.runner.run_in_rounds(self._rounds_alone(number, key, runs))
        if number not in self.public:
            self._take_public_alone(number, *runs)

    def _rounds_alone(self, number: int, key: Key, runs: list[Run | None]) -> Plan:
        runs[:] = yield [self._job(number, self._keys[number])]
        (begun,) = runs
        if begun is None or not begun.is_smooth:
            return  # It may have to be run again, after this process.
        self._take_public_alone(number, begun)
        if number in self.hidden:
            return
        (run,) = yield LastRound([self._job(number, key)])
        verdict = self._judged(number, run, key)
        if verdict and shows_no_more(verdict, silent(self.public[number])):
            self.hidden[number] = verdict

    def _take_public_alone(self, number: int, begun: Run | None = None) -> None:
        """Take the verdict on public cases of a program alone, whose run may have been *begun*."""
        program = self._programs[number]
        self.public[number] = self._grader.grade(
            program.source, program.exercise, helpers=program.helpers, begun=begun
        )
        self._settle(number)

    def _public_jobs(self, company: Iterable[int]) -> list[Job]:
        """The jobs of a *company* on public cases; what would explain a failure is not told there."""
        keys = {n: self._keys[n] for n in company}
        return [
            replace(self._job(n, key), only_facts=not key.shows_right_answers)
            for n, key in keys.items()
        ]

    def _job(self, number: int, key: Key) -> Job:
        program, silently = self._programs[number], key.hidden
        return self._grader.job(
            program.source, program.exercise, key.seed, helpers=program.helpers, silently=silently
        )

    # What came of it.

    def _take_public(self, numbers: Sequence[int], runs: Sequence[Run | None]) -> None:
        """Take the verdicts on those that pass in company; what can't be run there isn't tried there again."""
        for number, run in zip(numbers, runs, strict=True):
            if run is None or not run.is_smooth:
                self._alone.add(number)
            elif run.observations:
                verdict = self._judged(number, run, self._keys[number])
                if verdict and verdict.outcome is Outcome.PASSED:
                    self.public[number] = verdict

    def _take_hidden(self, runs: Mapping[int, Run | None]) -> None:
        """
        Take the verdicts on those that have been tried in company.

        Where one of them ended the process, or the company by an alarm, those after it may be tried without it.
        """
        has_ended = False
        for number, run in runs.items():
            verdict = self._judged(number, run, self._programs[number].hidden)
            if verdict:
                self.tried[number] = verdict
                self._settle(number)
            elif run is not None or not has_ended:
                self._alone.add(number)
            has_ended |= run is None or bool(run.tripped)

    def _settle(self, number: int) -> None:
        """Take the verdict of a program in company if each claim holds there, or fails alone in the same way."""
        tried, public = self.tried.get(number), self.public.get(number)
        if tried is None:
            return
        if tried.outcome is Outcome.PASSED or (public and shows_no_more(tried, silent(public))):
            self.hidden[number] = tried

    def _judged(self, number: int, run: Run | None, key: Key | None) -> Verdict | None:
        """The verdict on a *run* that has nothing to be told but facts, unless it gets advice."""
        if run is None or key is None or not run.is_smooth:
            return None
        verdict = self._judged_so_far(number, run, key)
        return None if verdict.advice or not is_whole(verdict, run, key) else verdict

    def _judged_so_far(self, number: int, run: Run, key: Key) -> Verdict:
        rubric = self._grader.rubric(self._programs[number].exercise)
        return judge_so_far(run, key, rubric, self._grader.classify)

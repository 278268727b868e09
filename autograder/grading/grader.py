"""One submission, one exercise, one verdict."""

from __future__ import annotations

import copy
import functools
import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from autograder.content import Course, Exercise
from autograder.errors import UnfitCourseError
from autograder.judging import (
    PUBLIC_SEED,
    Key,
    KeyFormatError,
    Outcome,
    Rubric,
    RubricLine,
    Verdict,
    judge,
    judge_both,
    misfit,
    read_key,
    silent,
)
from autograder.runs import End, LeftOut, Run, attributed
from autograder.sandbox import Job, Limits, Runner, SandboxError, slowness
from autograder.sandbox.runner import ASK

__all__ = ["PUBLIC_SEED", "Grader", "MissingKeyError", "digest"]

#: Names of errors with longer texts are not cached; torch's messages are mostly shorter.
_LONGEST_KEPT = 600
#: How many statements of one file may end or keep its process, each for the whole time limit.
_MOST_LEFT_OUT = 3
_NONE: Mapping[str, str] = MappingProxyType({})


class MissingKeyError(UnfitCourseError, RuntimeError):
    """An exercise has no ``key.json``, or one that belongs to older checks."""


class Grader:
    """
    Grades submissions to the exercises of one course.

    Keys are read here, on the trusted side; the runner never sees one.

    Attributes:
        most: The most seconds of CPU time that a program gets, however many its exercise gives, and no more
            than as many again in which it idles; may be changed at any time.
    """

    def __init__(self, course: Course, runner: Runner) -> None:
        self.course = course
        self.runner = runner
        self.most = math.inf
        self._order = tuple(course.misconceptions)
        self._keys: dict[str, tuple[tuple[int, int], Key]] = {}
        self._texts: dict[Path, tuple[int, str]] = {}
        self._classified = functools.lru_cache(maxsize=1_000)(self._classify)

    def running_by(self, runner: Runner) -> Grader:
        """Return a grader that runs programs by *runner*; the keys that one reads, the other has."""
        other = copy.copy(self)
        other.runner = runner
        return other

    def grade(
        self,
        source: str,
        exercise: Exercise,
        *,
        key: Key | None = None,
        helpers: Mapping[str, str] = _NONE,
        left_out: Sequence[LeftOut] = (),
        begun: Run | None = None,
    ) -> Verdict:
        """
        Run *source* on the cases of *key* and judge its observations.

        Args:
            key: The key of hidden cases; by default the public key beside the checks.
            helpers: Texts of the files that it imports, by the names of their modules.
            left_out: The statements that an earlier run of the program had to leave out, so that
                this one need not find them again.
            begun: The run of all checks in a process of its own, where that has been made already.

        Raises:
            MissingKeyError: If the exercise has no current key; run ``gradlings lock``.
            SandboxError: If the sandbox failed, or does so with the stub, too.
        """
        key = key or self.key(exercise)
        names = [claim.check for claim in exercise.sheet.claims]
        run = self.run(
            source,
            exercise,
            names=names,
            seed=key.seed,
            helpers=helpers,
            left_out=left_out,
            begun=begun,
            silently=key.hidden,
        )
        if run.broken or _has_seen_nothing(run):
            stub = exercise.stub(exercise.languages[0])
            asked = list(run.broken) or names[:1]
            trusted = self.run(stub, exercise, names=asked, seed=key.seed)
            if _has_seen_nothing(trusted):
                raise SandboxError("a process of the sandbox ends early, whatever it runs", ASK)
            run = attributed(run, trusted)
        return judge(run, key, self.rubric(exercise), self.classify)

    def grade_both(
        self,
        source: str,
        exercise: Exercise,
        hidden: Key,
        *,
        helpers: Mapping[str, str] = _NONE,
    ) -> Verdict:
        """
        Grade *source* on hidden cases, and explain failures by the public cases.

        Public cases are run first. Errors there are shown to the student, and since no earlier run
        has seen a hidden case, none can have left hints about one for the public run to find (in
        files' access times, or in the time of day).
        """
        public = self.grade(source, exercise, helpers=helpers)
        verdict = self.grade_hidden(source, exercise, hidden, public, helpers=helpers)
        return self.explained(verdict, public, exercise)

    def grade_hidden(
        self,
        source: str,
        exercise: Exercise,
        hidden: Key,
        public: Verdict,
        *,
        helpers: Mapping[str, str] = _NONE,
    ) -> Verdict:
        """
        Grade *source* on hidden cases alone, given its verdict on *public* ones.

        What could not be loaded is not run again: it has seen no case, so it would show the same.
        """
        if all(check.reason and check.reason.load for check in public.checks):
            return silent(public)
        known = public.left_out
        return self.grade(source, exercise, key=hidden, helpers=helpers, left_out=known)

    def explained(self, hidden: Verdict, public: Verdict, exercise: Exercise) -> Verdict:
        """Return the verdict on *hidden* cases, explained by *public* ones where that is needed."""
        if self._explained_in_public(hidden, exercise):
            return judge_both(public, hidden)
        return replace(hidden, left_out=public.left_out)

    def _explained_in_public(self, verdict: Verdict, exercise: Exercise) -> bool:
        """Whether public cases are needed: to explain a failure, or a pass."""
        return verdict.outcome is not Outcome.PASSED or self.explains_passes(exercise)

    def explains_passes(self, exercise: Exercise) -> bool:
        """Tell whether public cases add something to a pass in *exercise*: advice, or a picture."""
        return bool(exercise.sheet.advice) or self.key(exercise).shows_right_answers

    def run(
        self,
        source: str,
        exercise: Exercise,
        *,
        names: Sequence[str],
        seed: str = PUBLIC_SEED,
        helpers: Mapping[str, str] = _NONE,
        left_out: Sequence[LeftOut] = (),
        begun: Run | None = None,
        silently: bool = False,
    ) -> Run:
        """Run *source* on the named checks; a crash in one check does not lose the others."""
        job = self.job(source, exercise, seed, helpers=helpers, silently=silently).only(names)
        job, run = self._run_to_the_checks(job, left_out, begun)
        while run.end is End.CRASHED:
            crashed_in = [job.names.index(name) for name in run.stops if name in job.names]
            rest = job.names[max(crashed_in) + 1 :] if crashed_in else ()
            if not rest:
                break
            job = job.only(rest)
            run = _joined(run, self.runner.run(job))
        return run

    def job(
        self,
        source: str,
        exercise: Exercise,
        seed: str,
        *,
        helpers: Mapping[str, str] = _NONE,
        silently: bool = False,
    ) -> Job:
        """
        Return the job of running *source* on all claims of *exercise*.

        Args:
            silently: Whether only facts are told and nothing that is printed, as on hidden cases, of
                which nothing else is ever used: their keys have neither clues nor pictures.
        """
        limits = self._limits(exercise)
        return Job(
            exercise=exercise.id,
            checks=self._checks(exercise.checks_path),
            source=source,
            function=exercise.function,
            names=tuple(claim.check for claim in exercise.sheet.claims),
            seed=seed,
            cases=exercise.sheet.cases,
            limits=replace(limits, printed=0) if silently else limits,
            torch=exercise.sheet.torch,
            helpers=helpers,
            only_facts=silently,
        )

    def _checks(self, path: Path) -> str:
        """The text of a ``checks.py``, read again only if the file has changed."""
        stamp = path.stat().st_mtime_ns
        known = self._texts.get(path)
        if known is None or known[0] != stamp:
            known = self._texts[path] = stamp, path.read_text(encoding="utf-8")
        return known[1]

    def _limits(self, exercise: Exercise) -> Limits:
        seconds = exercise.sheet.time_limit * slowness()
        return Limits(seconds) if seconds <= self.most else Limits(self.most, idle=1.0)

    def _run_to_the_checks(
        self, job: Job, known: Sequence[LeftOut], begun: Run | None = None
    ) -> tuple[Job, Run]:
        """
        Run *job*; where a statement at the file's top level ends the process, or goes on without
        end, run it again without that one, so that it costs only itself.

        Args:
            known: Statements of which this is known.
            begun: The first run, where it has been made already.

        Returns:
            The job as it was run last, and the results.
        """
        ends = {one.number: one.end for one in known if one.end is not End.DONE}
        tried = replace(job, left_out=tuple(ends))
        first = run = begun or self.runner.run(tried)
        if ends and run.load is not None:
            return self._run_to_the_checks(job, ())
        found = 0
        while run.loading is not None and run.end in (End.TIMEOUT, End.CRASHED):
            if found == _MOST_LEFT_OUT:
                return job, first
            ends[run.loading] = run.end
            found += 1
            tried = replace(job, left_out=tuple(ends))
            run = self.runner.run(tried)
            if run.load is not None:  # It can't be done without it: so that is what is told.
                return job, first
        left_out = (replace(one, end=ends.get(one.number, End.DONE)) for one in run.left_out)
        return tried, replace(run, left_out=tuple(left_out))

    def key(self, exercise: Exercise) -> Key:
        """Return the exercise's public key."""
        try:
            # Read again only if a file has changed: a key of twenty programs takes 15 ms.
            stamp = exercise.key_path.stat().st_mtime_ns, exercise.checks_path.stat().st_mtime_ns
            known = self._keys.get(exercise.id)
            if known is not None and known[0] == stamp:
                return known[1]
            key = read_key(exercise.key_path.read_text(encoding="utf-8"))
            is_current = key.checks_digest == digest(exercise)
            if is_current and (wrong := misfit(key, exercise.id, *exercise.frame)):
                raise KeyFormatError(wrong)
        except FileNotFoundError:
            raise MissingKeyError(
                f"{exercise.id} has no key.json; run: gradlings lock {exercise.id}"
            ) from None
        except ValueError as error:  # a KeyFormatError, or not UTF-8
            raise MissingKeyError(
                f"{exercise.key_path} is damaged ({error}); put it back as it came, or, where the "
                f"solutions are, make it again with: gradlings lock {exercise.id}"
            ) from None
        if not is_current:
            raise MissingKeyError(
                f"{exercise.id}: checks.py has changed since key.json was made; "
                f"run: gradlings lock {exercise.id}"
            )
        self._keys[exercise.id] = stamp, key
        return key

    def rubric(self, exercise: Exercise) -> Rubric:
        """Return the claims of *exercise* with their points, and its advice."""
        lines = tuple(RubricLine(claim.check, claim.points) for claim in exercise.sheet.claims)
        return Rubric(lines, tuple(exercise.sheet.advice), self._order)

    def classify(self, type_name: str, message: str) -> str | None:
        """
        Return a stable name for an error that the course explains.

        The same few errors are classified again and again, and each time fifty patterns are tried;
        so answers are cached, except for long texts, which would fill the memory.
        """
        if len(type_name) + len(message) > _LONGEST_KEPT:
            return self._classify(type_name, message)
        return self._classified(type_name, message)

    def _classify(self, type_name: str, message: str) -> str | None:
        found = self.course.explain(type_name, message)
        return found[0] if found else None


def _has_seen_nothing(run: Run) -> bool:
    """Whether a process ended before it had anything to tell, by the submission's fault or by ours."""
    return run.end is End.CRASHED and not run.observations and run.load is None


def digest(exercise: Exercise) -> str:
    """Return the SHA-256 of ``checks.py`` with normalised line ends, which differ on Windows."""
    text = exercise.checks_path.read_text(encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def _joined(first: Run, second: Run) -> Run:
    """Join two runs of one submission on different checks into one run."""
    return replace(
        second,
        observations={**first.observations, **second.observations},
        broken={**first.broken, **second.broken},
        stops={**first.stops, **second.stops},
        printed=first.printed + second.printed,
        seconds=first.seconds + second.seconds,
        tripped=tuple(dict.fromkeys((*first.tripped, *second.tripped))),
    )

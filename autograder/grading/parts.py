"""
Programs run in parts: the first case of each claim, then the others, unless no claim holds on the first ones.

A claim that fails on one case has failed, and two of five programs of a class fail, nearly always on the first
case. Where some claims hold, all have all of their cases, in their order: what ends the process on a later case
of one claim costs those after it, as it does alone. Only programs that remember nothing are run so, for only these are sure to show the same on each case
whatever they have been run on before. All others have their cases in one go, in the order that they have alone.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import replace

from autograder.judging import Key, Rubric, Verdict, judge
from autograder.judging.comparing import Classifier
from autograder.runs import Run
from autograder.sandbox import Job, LastRound, remembers_nothing

__all__ = ["is_whole", "judge_so_far", "run_in_parts"]

#: Tells whether a claim holds in a run of the program with a number.
Holding = Callable[[int, Run], bool]


def run_in_parts(
    jobs: Mapping[int, Job], holding: Holding, *, parts: bool
) -> Generator[Sequence[Job], Sequence[Run | None], Mapping[int, Run | None]]:
    """
    Give the rounds in which *jobs* are run, the last ones of a :data:`Plan`.

    Args:
        jobs: Those of a company, by the numbers of their programs.
        holding: Asked of each run on first cases that went through.
        parts: Whether a second part costs no process; else there is only one.

    Returns:
        Their runs; where no claim held on its first case, they have no others. One that a process ended before
        its other cases could be run is left out, if another is at fault.
    """
    begun = {number: _beginning(job) if parts else job for number, job in jobs.items()}
    is_all = all(begun[number] is job for number, job in jobs.items())
    first = LastRound(begun.values()) if is_all else [*begun.values()]
    runs = dict(zip(begun, (yield first), strict=True))
    rest = {}
    for number, job in jobs.items():
        run = runs[number]
        if run is None or not run.is_smooth or begun[number] is job:
            continue
        if holding(number, run):
            rest[number] = job.since(begun[number].cases)
    if None in runs.values():
        return {number: run for number, run in runs.items() if number not in rest}
    if rest:
        ended = dict(zip(rest, (yield LastRound(rest.values())), strict=True))
        runs |= {number: _joined(runs[number], run) for number, run in ended.items()}
    return runs


def judge_so_far(
    run: Run, key: Key, rubric: Rubric, classifier: Classifier | None = None
) -> Verdict:
    """Judge a *run* on those cases of each claim that it has."""
    counts = {name: len(seen) for name, seen in run.observations.items()}
    return judge(run, key.within(counts), rubric, classifier)


def is_whole(verdict: Verdict, run: Run, key: Key) -> bool:
    """Whether each claim that holds in a *run* has been run on all cases of the *key*."""
    return all(
        check.reason or len(run.observations[check.check]) == len(key.checks[check.check])
        for check in verdict.checks
    )


def _beginning(job: Job) -> Job:
    """The job on first cases; the same if all of its cases have to be run in one go."""
    in_parts = job.cases > 1 and remembers_nothing(job.source)
    return replace(job, cases=1) if in_parts else job


def _joined(begun: Run | None, ended: Run | None) -> Run | None:
    """One run of both parts of a program's cases; None if one of them has none."""
    if begun is None or ended is None:
        return None
    later = {name: begun.observations[name] + seen for name, seen in ended.observations.items()}
    return replace(
        ended,
        observations={**begun.observations, **later},
        printed=begun.printed + ended.printed,
        seconds=begun.seconds + ended.seconds,
    )

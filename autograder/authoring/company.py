"""
Authors' programs run in company: several in one process, which saves what a process costs.

What a program shows in company is never taken on trust; whoever asks says why it is what the program
shows in a process of its own, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from autograder.content import Exercise
from autograder.grading import Grader
from autograder.judging import PUBLIC_SEED
from autograder.runs import Run

__all__ = ["run_in_company"]

#: How many programs share a process. Together they have an eighth of their times (``sandbox.jobs``),
#: which is thus no more than the time of one: none that gets through needs longer than it may.
_COMPANY = 8


def run_in_company(
    grader: Grader, exercise: Exercise, sources: Mapping[str, str], *, seed: str = PUBLIC_SEED
) -> dict[str, Run]:
    """
    Run *sources*, programs by name, on all claims of *exercise*, several in one process.

    Returns:
        The runs that went through all cases without incident, by name. The others, and those of
        programs that are not plain, are to be made in processes of their own.

    Raises:
        SandboxError: If the sandbox failed twice.
    """
    runs: dict[str, Run] = {}
    for company in _companies(sources):
        jobs = [grader.job(source, exercise, seed) for source in company.values()]
        found = zip(company, grader.runner.run_together(jobs), strict=True)
        runs |= {name: run for name, run in found if run is not None and run.is_smooth}
    return runs


def _companies(sources: Mapping[str, str]) -> Iterator[dict[str, str]]:
    names = list(sources)
    for begin in range(0, len(names), _COMPANY):
        yield {name: sources[name] for name in names[begin : begin + _COMPANY]}

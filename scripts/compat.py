"""
Grade every program of ``solutions/`` against the committed keys, on this Python and this torch.

    python scripts/compat.py [--json FILE] [--verdicts FILE] [EXERCISE ...]

``make compat`` makes an environment with a given Python and torch first. Keys are made with one
torch and learners have another: here a right answer must pass and a wrong one be told its own
misconception all the same. Ends with 1 if one does not.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from rich.progress import track

from autograder.authoring import Programs, load_programs
from autograder.content import Exercise, load_course
from autograder.grading import Grader
from autograder.judging import Outcome, Verdict, misconception_of
from autograder.sandbox import open_runner

COURSE = Path(__file__).resolve().parents[1] / "exercises"


@dataclass(frozen=True)
class Misjudged:
    """A program that is not judged as its author meant it; *kind* is refused, unnamed or broken."""

    kind: str
    program: str
    told: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("exercises", nargs="*", help="all of the course if not given")
    parser.add_argument("--json", type=Path, help="also write what was found to this file")
    parser.add_argument(
        "--verdicts", type=Path, help="also write each program's verdict, a line each, to compare"
    )
    given = parser.parse_args()
    course = load_course(COURSE)
    chosen = [course.exercise(name) for name in given.exercises] or [*course.exercises]
    begun = time.monotonic()
    with open_runner() as runner:
        grader, isolation = Grader(course, runner), runner.isolation.tier.label
        found, verdicts, right, wrong = [], [], 0, 0
        for exercise in track(chosen, "grading", disable=not sys.stdout.isatty()):
            programs = load_programs(course, exercise)
            right += len(programs.right) + 1
            wrong += len(programs.wrong)
            judged = {name: grader.grade(source, exercise) for name, source in all_of(programs)}
            verdicts += [f"{exercise.id}/{name}: {in_short(one)}" for name, one in judged.items()]
            found.extend(misjudged(exercise, judged))
    counts = {
        kind: sum(one.kind == kind for one in found) for kind in ("refused", "unnamed", "broken")
    }
    told = {
        "python": platform.python_version(), "torch": torch.__version__, "isolation": isolation,
        "system": platform.platform(terse=True), "right": right, "wrong": wrong, **counts,
        "seconds": round(time.monotonic() - begun),
    }  # fmt: skip
    for one in found:
        print(f"{one.kind}: {one.program}: {one.told}")
    print(
        f"Python {told['python']}, torch {told['torch']}, {isolation}: "
        f"{counts['refused']} of {right} right refused, {counts['unnamed']} of {wrong} wrong "
        f"unnamed, {counts['broken']} broken, {told['seconds']} s"
    )
    if given.verdicts:
        given.verdicts.write_text("\n".join(verdicts) + "\n", encoding="utf-8")
    if given.json:
        told["programs"] = [asdict(one) for one in found]
        given.json.write_text(json.dumps(told, indent=1), encoding="utf-8")
    sys.exit(bool(found))


def all_of(programs: Programs) -> Iterator[tuple[str, str]]:
    """Yield each program with a name that says whether it is right or wrong."""
    yield "right/reference", programs.reference or ""
    for side, named in (("right", programs.right), ("wrong", programs.wrong)):
        yield from ((f"{side}/{name}", source) for name, source in named.items())


def misjudged(exercise: Exercise, judged: dict[str, Verdict]) -> Iterator[Misjudged]:
    """Yield the programs of *exercise* that are not judged as meant."""
    for name, verdict in judged.items():
        program, (side, _, stem) = f"{exercise.id}/{name}", name.partition("/")
        if verdict.outcome is Outcome.BROKEN:
            yield Misjudged("broken", program, told(verdict))
        elif side == "right" and (verdict.outcome is not Outcome.PASSED or verdict.advice):
            yield Misjudged("refused", program, told(verdict))
        elif side == "wrong":
            named = (*verdict.misconceptions, *verdict.advice)
            if misconception_of(stem) not in named:
                yield Misjudged("unnamed", program, told(verdict))


def in_short(verdict: Verdict) -> str:
    """What a verdict decides, on one line: without facts, which may change when verdicts do not."""
    checks = [
        " ".join(
            [
                check.check,
                f"{check.score:g}",
                *(check.reason.misconceptions if check.reason else "-"),
            ]
        )
        for check in verdict.checks
    ]
    ids = [*verdict.misconceptions, "|", *verdict.advice]
    return f"{verdict.outcome} {' '.join(ids)} {'; '.join(checks)}"


def told(verdict: Verdict) -> str:
    """What a verdict says, on one line."""
    reasons = [
        f"{check.check}: {check.reason!r:.300}"
        for check in verdict.checks
        if check.reason is not None
    ]
    return ", ".join([str(verdict.outcome), *verdict.misconceptions, *verdict.advice, *reasons])


if __name__ == "__main__":
    main()

"""The command that asks which mistakes the checks would not see: mutants of right programs."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.authoring.mutants import Fate, Mutant, Survey
from autograder.cli.author import progress_bar
from autograder.cli.session import EXIT_NOT_PASSED, EXIT_PASSED, Session, echo_json
from autograder.facade import authoring
from autograder.judging import Verdict

__all__ = ["mutate"]


@click.command()
@click.argument("exercise_ids", nargs=-1, metavar="[EXERCISE]...")
@click.option(
    "--most",
    type=click.IntRange(min=1),
    help="At most so many mutants of each exercise, evenly chosen; all, if not given.",
)
@click.option(
    "--show",
    type=click.Choice([fate.value for fate in Fate]),
    multiple=True,
    help="Show what was changed in each mutant with this fate. Can be given several times.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
@click.pass_obj
def mutate(
    session: Session,
    exercise_ids: Sequence[str],
    most: int | None,
    show: Sequence[str],
    as_json: bool,
) -> None:
    """Change one thing in right programs, as learners do, and tell what the checks say to it.

    A mutant that passes here and fails on other cases has survived: its check looks too rarely.
    """
    course = session.authored_course()
    exercises = [course.exercise(name) for name in exercise_ids] or course.exercises
    surveys = authoring.survey(course, exercises, most=most)
    done = list(progress_bar(surveys, "mutate", total=len(exercises)))
    if as_json:
        echo_json(_report(done))
    else:
        _print(session.console, done, [Fate(name) for name in show])
    survived = any(one.counts[Fate.SURVIVED] for one in done)
    sys.exit(EXIT_NOT_PASSED if survived else EXIT_PASSED)


def _print(console: Console, surveys: Sequence[Survey], shown: Sequence[Fate]) -> None:
    for survey in surveys:
        for mutant, fate, verdict in survey.of(*shown):
            _print_mutant(console, survey.exercise, mutant, fate, verdict)
    console.print(_table(surveys))
    counts = sum((Counter(one.counts) for one in surveys), Counter())
    counted = ", ".join(f"{counts[fate]} {fate}" for fate in Fate)
    console.print(f"{len(surveys)} exercises, {counts.total()} mutants: {counted}", soft_wrap=True)


def _print_mutant(
    console: Console, exercise: str, mutant: Mutant, fate: Fate, verdict: Verdict
) -> None:
    named = ", ".join((*verdict.misconceptions, *verdict.advice))
    head = f"{exercise}: {mutant.operator}: {fate}{f' ({named})' if named else ''}"
    console.print(Text(head, "bold"), soft_wrap=True)
    for line in mutant.diff.splitlines():
        style = {"+": "green", "-": "red"}.get(line[0], "dim")
        console.print(Text(line, style), soft_wrap=True)
    console.print()


def _table(surveys: Sequence[Survey]) -> Table:
    """The worklist: each exercise, and below it the operators whose mutants were not all named."""
    table = Table(box=None, pad_edge=False, collapse_padding=True)
    table.add_column(no_wrap=True)
    for name in ("made", *Fate):
        table.add_column(name, justify="right")
    for survey in surveys:
        table.add_row(*_row(survey.exercise, survey.counts), style="bold")
        for operator, counts in survey.counts_by_operator.items():
            if any(counts[fate] for fate in _TO_BE_LOOKED_AT):
                table.add_row(*_row(f"  {operator}", counts))
    return table


_TO_BE_LOOKED_AT = (Fate.SURVIVED, Fate.UNNAMED, Fate.BROKEN)


def _row(name: str, counts: Mapping[Fate, int]) -> Iterator[str]:
    yield from (name, str(sum(counts.values())))
    yield from (str(counts[fate] or "") for fate in Fate)


def _report(surveys: Sequence[Survey]) -> Mapping[str, Any]:
    return {
        "schema": 1,
        "exercises": [
            {
                "exercise": one.exercise,
                "counts": {fate.value: one.counts[fate] for fate in Fate},
                "mutants": [
                    {
                        "operator": mutant.operator,
                        "origin": mutant.origin,
                        "fate": fate.value,
                        "misconceptions": list(verdict.misconceptions),
                        "advice": list(verdict.advice),
                        "diff": mutant.diff,
                    }
                    for mutant, fate, verdict in one.fates
                ],
            }
            for one in surveys
        ],
    }

"""An assignment's terms in words: when it is due, what lateness costs, what each part is worth."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from types import ModuleType
from zoneinfo import ZoneInfo

from autograder.assignments import Assignment, Task, WrittenTask
from autograder.assignments.sheet import Attempts, Late
from autograder.assignments.worth import total
from autograder.content import Language
from autograder.generating.wheel import GeneratingError
from autograder.languages import Words, locale_of, words_in
from autograder.tables import number_of

__all__ = ["points_table", "terms", "written_out"]


def terms(assignment: Assignment, language: Language) -> str:
    """Return when *assignment* is due, what lateness costs and which attempt counts, a sentence each."""
    say, sheet = words_in(language), assignment.sheet
    return "\n".join([*_on_dates(sheet.due, sheet.late, say), _on_attempts(sheet.attempts, say)])


def points_table(assignment: Assignment, language: Language, *, quiz: bool) -> str:
    """
    Return what each exercise is worth, and all together, as a table in Markdown.

    Args:
        quiz: Whether the quiz items count, too, in one row.
    """
    say = words_in(language)
    rows = [(_named(task, language, say), task.points) for task in assignment.in_order]
    if quiz and assignment.quiz:
        rows.append((say("Questions"), total([task.points for task in assignment.quiz])))
    together, exercise, points = say("Together"), say("Exercise"), say("Points")
    rows.append((f"**{together}**", total([worth for _, worth in rows])))
    lines = [f"| {exercise} | {points} |", "|---|---|"]
    return "\n".join([*lines, *(f"| {_cell(what)} | {number_of(worth)} |" for what, worth in rows)])


def _named(task: Task | WrittenTask, language: Language, say: Words) -> str:
    if isinstance(task, WrittenTask):
        by = say("graded by a person")
        return f"`{task.id}` {task.title[language]} ({by})"
    return f"`{task.exercise.id}` {task.exercise.sheet.title[language]}"


def written_out(moment: datetime, language: Language) -> str:
    """
    Return *moment* as people write it in *language*, with its time zone.

    Example:
        >>> from autograder.assignments.sheet import read_moment
        >>> written_out(read_moment("2026-12-01T23:59 Europe/Budapest"), "hu")
        '2026. december 1., kedd, 23:59 (Europe/Budapest, GMT+01:00)'

    Raises:
        GeneratingError: If Babel is not installed.
    """
    dates = _needs_babel()
    locale = locale_of(language)
    day = dates.format_date(moment, "full", locale=locale)
    time = dates.format_time(moment, "HH:mm", locale=locale)
    zone = dates.get_timezone_gmt(moment, locale=locale)
    if isinstance(moment.tzinfo, ZoneInfo):
        zone = f"{moment.tzinfo.key}, {zone}"
    return f"{day}, {time} ({zone})"


def _on_dates(due: datetime | None, late: Late, say: Words) -> Iterator[str]:
    if due is None:
        yield say("There is no due date.")
        return
    yield say("Due: **{moment}**.", moment=written_out(due, say.language))
    if not late.penalty:
        yield say("Handing in later costs no points.")
    elif late.grace > timedelta(0):
        yield say(
            "Handing in later costs {percent} % of the points for each day begun; a delay of up to "
            "{time} costs nothing.",
            percent=number_of(late.penalty),
            time=_length(late.grace, say),
        )
    else:
        yield say(
            "Handing in later costs {percent} % of the points for each day begun.",
            percent=number_of(late.penalty),
        )
    if late.until is not None:
        moment = written_out(late.until, say.language)
        yield say("What comes after **{moment}** does not count.", moment=moment)


def _on_attempts(attempts: Attempts, say: Words) -> str:
    if attempts.keep == "first" or attempts.most == 1:
        return say("Only what you hand in first counts.")
    last = attempts.keep == "last"
    if attempts.most is None:
        return (
            say("You can hand in several times; the last one counts.")
            if last
            else say("You can hand in several times; the best one counts.")
        )
    return (
        say("You can hand in {n} times; the last of these counts.", n=attempts.most)
        if last
        else say("You can hand in {n} times; the best of these counts.", n=attempts.most)
    )


def _length(time: timedelta, say: Words) -> str:
    minutes = int(time.total_seconds()) // 60
    if minutes % (24 * 60) == 0:
        return say.many("{n} day", "{n} days", n=minutes // (24 * 60))
    if minutes % 60 == 0:
        return say.many("{n} hour", "{n} hours", n=minutes // 60)
    return say.many("{n} minute", "{n} minutes", n=minutes)


def _cell(text: str) -> str:
    """*text* within a cell of a table, where a bar would end it."""
    return text.replace("|", "\\|")


def _needs_babel() -> ModuleType:
    try:
        from babel import dates  # noqa: PLC0415 - an extra
    except ImportError:
        raise GeneratingError(
            "to write out a due date, Babel is needed; install it with: "
            "pip install 'gradlings[instructor]'"
        ) from None
    return dates

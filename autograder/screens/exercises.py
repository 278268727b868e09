"""The list of exercises, by chapter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.text import Text

from autograder.content import Course, Exercise
from autograder.judging import Outcome
from autograder.languages import Words
from autograder.screens.signs import sign_of
from autograder.workspace import Progress

__all__ = ["render_list"]


def render_list(
    course: Course,
    progress: Progress,
    say: Words,
    *,
    current: Exercise | None = None,
    ascii_only: bool = False,
) -> RenderableType:
    """Return all exercises by chapter: passed ones with a tick, those set aside with a dash."""
    chapters: dict[str, list[_Listed]] = {}
    for exercise in course.exercises:
        aside = progress.is_aside(exercise.id)
        if progress.passed(exercise.id):
            sign = Text(sign_of(Outcome.PASSED, ascii_only)[0], "green")
        else:
            sign = Text(("-" if ascii_only else "–") if aside else " ", "dim")
        style = "bold cyan" if exercise is current else ("dim" if aside else "")
        name = Text(exercise.id, style)
        title = Text(exercise.sheet.title[say.language], "dim")
        if exercise.sheet.bonus:
            title.append(" *" if ascii_only else " ★", "yellow")
        head = course.chapters[exercise.chapter].title[say.language]
        chapters.setdefault(head, []).append((sign, name, title))
    return _List(chapters)


#: Sign, id and title of an exercise.
_Listed = tuple[Text, Text, Text]


@dataclass(frozen=True)
class _List:
    """Exercises by chapter: titles beside ids, or below them on a narrow console."""

    chapters: Mapping[str, Sequence[_Listed]]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        every = [one for several in self.chapters.values() for one in several]
        ids = max((name.cell_len for _, name, _ in every), default=0)
        titles = max((title.cell_len for _, _, title in every), default=0)
        beside = options.max_width >= _BEFORE_ID + ids + 2 + titles
        for head, several in self.chapters.items():
            yield Padding(Text(head, "bold"), (0, 0, 0, 3))
            for sign, name, title in several:
                start = Text.assemble(sign, " " * (_BEFORE_ID - 1), name)
                if beside:
                    start.append(" " * (ids + 2 - name.cell_len))
                    yield start.append_text(title)
                else:
                    yield start
                    yield Padding(title, (0, 0, 0, _BEFORE_ID + 2))


#: Columns of the list that precede an id.
_BEFORE_ID = 5

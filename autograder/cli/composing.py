"""Asking for what a new assignment needs; what was typed is kept until the assignment is written."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.prompt import Confirm, Prompt
from rich.table import Table
from rich.text import Text

from autograder.content import Course
from autograder.errors import InputError
from autograder.facade.assignments import Entry, entry_named, moment
from autograder.files import quoted, write_whole
from autograder.languages import Words

__all__ = ["Draft", "ask_for_due", "ask_for_entries", "ask_for_title", "kept"]

Answered = TypeVar("Answered")


@dataclass
class Draft:
    """
    What was typed about the assignment at *path*, in a file beside it.

    Attributes:
        answers: By question, the text as it was typed.
    """

    path: Path
    answers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def begin(cls, path: Path) -> Draft:
        """
        Take up the answers of a run that was stopped, if there are any.

        Raises:
            OSError: If the assignment could not be written there, so that nobody types in vain.
        """
        draft = cls(path)
        with contextlib.suppress(OSError, ValueError):
            before = json.loads(draft.file.read_text(encoding="utf-8"))
            if isinstance(before, dict):
                draft.answers = {key: str(answer) for key, answer in before.items()}
        try:
            draft._write()
        except OSError as error:
            error.filename = str(path)
            raise
        return draft

    @property
    def file(self) -> Path:
        """The file beside the assignment's."""
        return self.path.with_name(f".{self.path.name}.answers")

    def note(self, question: str, answer: str) -> None:
        """Keep an answer, also if the disk refuses it by now: it is told at the end, then."""
        self.answers[question] = answer
        with contextlib.suppress(OSError):
            self._write()

    def is_kept(self) -> bool:
        """Tell whether the file has all the answers."""
        try:
            return bool(json.loads(self.file.read_text(encoding="utf-8")) == self.answers)
        except (OSError, ValueError):
            return False

    def remove(self) -> None:
        """Remove the file, since the assignment is written or nothing was typed."""
        with contextlib.suppress(OSError):
            self.file.unlink(missing_ok=True)

    def as_command(self) -> str:
        """Return the command that gives the answers as options."""
        words = ["gradlings assignment new", quoted(self.path)]
        for option, answers in (
            ("--title", [self.answers.get("title", "")]),
            ("--exercise", self.answers.get("exercises", "").split()),
            ("--due", [self.answers.get("due", "")]),
        ):
            words += [f"{option} {quoted(answer)}" for answer in answers if answer]
        return " ".join(words)

    def _write(self) -> None:
        write_whole(self.file, json.dumps(self.answers, ensure_ascii=False), private=True)


@contextlib.contextmanager
def kept(draft: Draft, console: Console, say: Words) -> Iterator[None]:
    """Remove *draft* when the block ends well; else say where the answers are."""
    try:
        yield
    except BaseException:
        if not draft.answers:
            draft.remove()
        elif draft.is_kept():
            console.print()
            console.print(
                Text(say("What you typed is kept: the same command offers it again.")),
                soft_wrap=True,
            )
        else:
            console.print()
            message = say("What you typed could not be kept. This command has it:")
            console.print(Text(f"{message} {draft.as_command()}"), soft_wrap=True)
        raise
    draft.remove()


def ask_for_title(draft: Draft, console: Console) -> str:
    """Ask for the title; by default it is that of before, or the file's name."""
    usual = draft.answers.get("title") or draft.path.stem
    title = Prompt.ask("Title", console=console, default=usual)
    draft.note("title", title)
    return title


def ask_for_entries(draft: Draft, course: Course, console: Console) -> list[Entry]:
    """Ask for exercises and chapters; where a name is wrong, only that one is asked for again."""
    console.print(_choices(course))
    question = "Exercises and chapters, separated by spaces"
    entries: dict[str, Entry] = {}
    while not entries:
        names = _typed(question, draft.answers.get("exercises"), console).split()
        draft.note("exercises", " ".join(names))
        entries = dict(_readable(names, course, console))
        draft.note("exercises", " ".join(entries))
    return list(entries.values())


def ask_for_due(draft: Draft, console: Console) -> str | None:
    """Ask whether there is a due date, and for it until it can be read."""
    before = draft.answers.get("due")
    if not Confirm.ask("Is there a due date?", console=console, default=bool(before)):
        draft.answers.pop("due", None)
        return None
    while True:
        typed = _typed("Due (as 2026-12-01T23:59+01:00)", before, console)
        draft.note("due", typed)
        if (due := _tried(moment, typed, console)) is not None:
            return due


def _readable(
    names: Sequence[str], course: Course, console: Console
) -> Iterator[tuple[str, Entry]]:
    """Yield each name with its entry; ask what to take instead of one that there is not."""
    for name in names:
        entry = _tried(lambda one: entry_named(one, course), name, console)
        if entry is not None:
            yield name, entry
        else:
            instead = _typed(f"Instead of {name} (Enter leaves it out)", "", console)
            yield from _readable(instead.split(), course, console)


def _tried(read: Callable[[str], Answered], text: str, console: Console) -> Answered | None:
    try:
        return read(text)
    except InputError as error:
        console.print(Text(str(error), "red"))
        return None


def _typed(question: str, usual: str | None, console: Console) -> str:
    if usual is None:
        return Prompt.ask(question, console=console)
    return Prompt.ask(question, console=console, default=usual, show_default=bool(usual))


def _choices(course: Course) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    for chapter in course.chapters:
        ids = [e.id for e in course.exercises if e.chapter == chapter]
        table.add_row(Text(chapter, "bold"), Text(" ".join(ids)))
    return table

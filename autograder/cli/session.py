"""Shared by all commands: the session, and errors turned into messages with exit codes."""

from __future__ import annotations

import codecs
import errno
import json
import locale
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.text import Text

from autograder.cli.later import Later
from autograder.cli.spoken import speak
from autograder.content import (
    Course,
    Language,
    UnknownLanguageError,
    best_of,
    bundled_course_path,
    course_above,
    course_folder,
    load_course,
    nearest_of,
    read_course_sheet,
    tag_of_system,
)
from autograder.errors import GradlingsError
from autograder.facade.courses import open_course
from autograder.files import naming, quoted
from autograder.languages import Words, words_in
from autograder.workspace import (
    NoWorkspaceError,
    Progress,
    ProgressFile,
    Workspace,
)

if TYPE_CHECKING:
    from autograder.facade.grading import Grading
    from autograder.warm import Warm

__all__ = [
    "EXIT_NOT_PASSED",
    "EXIT_OUR_FAULT",
    "EXIT_PASSED",
    "EXIT_USAGE",
    "Group",
    "Session",
    "echo_json",
]

EXIT_PASSED, EXIT_NOT_PASSED, EXIT_USAGE, EXIT_OUR_FAULT = 0, 1, 2, 3


class _ErrorMessage(click.ClickException):
    """An error of ours in the form that click prints, with its exit code."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code  # type: ignore[misc]  # click reads it so


@dataclass
class Session:
    """Data of one run of the command: course, language, consoles."""

    course_path: Path | None
    language_option: Language | None
    #: The last warning about progress that is not on disk, so that it is not repeated.
    _last_warning: str = ""
    _has_told_of_course: bool = False

    def workspace(self) -> Workspace | None:
        """Return the working copy that contains the current folder, or None."""
        try:
            return self.need_workspace()
        except NoWorkspaceError:
            return None

    def need_workspace(self) -> Workspace:
        """Return the working copy that contains the current folder, or raise NoWorkspaceError."""
        # If the current folder is gone, the system can't name it, but the shell's PWD can.
        with naming(Path(os.environ.get("PWD", "."))):
            here = Path.cwd()
        workspace = Workspace.find(here)
        workspace.progress_file.tell = self._tell_unreadable_progress
        return workspace

    def _tell_unreadable_progress(self, aside: Path) -> None:
        self.warn(
            self.say(
                "Your progress file could not be read; it is kept as {path}.", path=quoted(aside)
            )
        )

    def tell_unsaved(self, file: ProgressFile) -> None:
        """Warn, after the output that the learner asked for, if progress is not on disk."""
        from autograder.feedback.refusals import unsaved  # noqa: PLC0415 - most commands note nothing

        warning = unsaved(
            file,
            self.say,
            again=self.say("Once that is mended, run the same command again, and it counts."),
        )
        if warning and warning != self._last_warning:
            self.warn(warning)
        self._last_warning = warning

    @staticmethod
    def warn(text: str) -> None:
        """Print a line beside the output that was asked for."""
        Console(stderr=True, soft_wrap=True, highlight=False).print(Text(text, "yellow"))

    @property
    def language(self) -> Language:
        """
        The language asked for, else the working copy's, else the system's; one of the course's.

        Raises:
            UnknownLanguageError: If an option asks for another.
        """
        return self.language_of(self._languages, None)

    @property
    def _wanted(self) -> list[str]:
        """What was asked for without an option, the strongest wish first."""
        workspace, environment = self.workspace(), os.environ.get("GRADLINGS_LANG", "")
        if workspace is not None:
            return [environment, workspace.language]
        return [environment, tag_of_system(locale.getlocale()[0] or os.environ.get("LANG", ""))]

    def language_of(self, languages: Sequence[Language], asked: str | None) -> Language:
        """
        Return the one of *languages* that suits the learner best.

        Args:
            asked: What an option asks for.

        Raises:
            UnknownLanguageError: If that is none of them.
        """
        if asked := asked or self.language_option:
            if found := best_of(languages, asked):
                return found
            raise UnknownLanguageError(asked, languages)
        suitable = (best_of(languages, wanted) for wanted in self._wanted)
        return next((language for language in suitable if language), languages[0])

    @cached_property
    def _languages(self) -> Sequence[Language]:
        """The course's languages, found without reading all of it."""
        return read_course_sheet(self.used_path).languages

    @property
    def used_path(self) -> Path:
        """The folder of the course that :meth:`course` opens."""
        return self._course_path or bundled_course_path()

    @property
    def _course_path(self) -> Path | None:
        workspace = self.workspace()
        return self.course_path or (workspace.course_path if workspace else None)

    @property
    def say(self) -> Words:
        """Words of the program in :attr:`language`."""
        return words_in(self.language)

    def course(self) -> Course:
        """Open the course: the one asked for, else the working copy's, else the bundled one."""
        if self._course_path is None:
            self._tell_of_course_here()
        return open_course(self._course_path)

    def _tell_of_course_here(self) -> None:
        """Tell an author, for whom the bundled course would be a surprise in a course's own folder."""
        here = None if self.workspace() else course_above(Path.cwd())
        if here is None or self._has_told_of_course or here.samefile(bundled_course_path()):
            return
        self._has_told_of_course = True
        self.warn(
            self.say(
                "This folder holds a course, and this command uses the one that comes with Gradlings. "
                "For the one here: gradlings --course {path} …",
                path=quoted(Path(os.path.relpath(here))),
            )
        )

    def authored_course(self, *, may_be_empty: bool = False) -> Course:
        """Open the course that an author works on: the one asked for, else that of this folder."""
        return load_course(self.authored_path, may_be_empty=may_be_empty)

    @property
    def authored_path(self) -> Path:
        """The folder of that course."""
        return self.course_path or course_above(Path.cwd()) or self.used_path

    def grading(
        self, course: Course, isolation: str = "process", *, keep_warm: bool = False
    ) -> Grading:
        """
        Open a grading of *course* in the learner's language, by the user's warm host if one runs.

        Args:
            keep_warm: Whether to start a host if none runs.
        """
        from autograder.facade.grading import Grading  # noqa: PLC0415 - most commands grade nothing

        warm: Warm = "kept" if keep_warm else "shared"
        return Grading(course, isolation=isolation, language=self.language, warm=warm)

    def progress(self) -> Progress:
        """Return the learner's progress; without a working copy, that of a new learner."""
        workspace = self.workspace()
        return workspace.progress_file.load() if workspace else Progress()

    @property
    def console(self) -> Console:
        """A new console for standard output."""
        return Console(highlight=False, soft_wrap=False)


def echo_json(data: object) -> None:
    """
    Print *data* as JSON, for programs.

    If the output is not UTF-8 (a pipe on Windows), it is printed in ASCII, which is right in any
    encoding that the reader may assume.
    """
    try:
        is_utf_8 = codecs.lookup(sys.stdout.encoding or "").name == "utf-8"
    except LookupError:
        is_utf_8 = False
    click.echo(json.dumps(data, ensure_ascii=not is_utf_8, indent=2))


class Group(click.Group):
    """
    Turns errors into messages with exit codes, and suggests the nearest command.

    This is the one place where our own errors (:mod:`autograder.errors`) and the system's are
    caught and printed.
    """

    say: Words = words_in("en")

    def main(self, args: Sequence[str] | None = None, *rest: Any, **options: Any) -> Any:
        """Run the command line in the learner's language."""
        args = list(sys.argv[1:] if args is None else args)
        self.say = _words_before(args)
        speak(self, self.say)
        return super().main(args, *rest, **options)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, and import it; if there is none of that name, suggest the nearest."""
        root = ctx.find_root().command
        say = root.say if isinstance(root, Group) else self.say
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            message = say("No such command {name!r}.", name=args[0])
            if near := nearest_of(args[0], self.commands):
                message += " " + say("Did you mean {name}?", name=repr(near))
            raise click.UsageError(message, ctx)
        name, command, rest = super().resolve_command(ctx, args)
        if isinstance(command, Later):
            command = command.load()
            speak(command, say)
        return name, command, rest

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; turn our own errors and the system's into messages."""
        try:
            return super().invoke(ctx)
        except GradlingsError as error:
            raise _ErrorMessage(error.message(_words(ctx)), error.exit_code) from None
        except OSError as error:
            if error.errno == errno.EPIPE:  # The reader of our output has seen enough.
                raise
            from autograder.feedback.refusals import refusal  # noqa: PLC0415 - if all is well, none

            raise _ErrorMessage(refusal(error, _words(ctx)), EXIT_OUR_FAULT) from None


def _words_before(args: Sequence[str]) -> Words:
    """The learner's language before anything is parsed: ``--help`` ends the parsing."""

    def given(option: str) -> str:
        found = re.search(rf"(?:^|\0){option}(?:=|\0)([^\0]+)", "\0".join(args))
        return found[1] if found else ""

    course = given("--course")
    session = Session(course_folder(Path(course)) if course else None, given("--lang") or None)
    try:
        return session.say
    except (OSError, GradlingsError):
        return words_in("en")


def _words(ctx: click.Context) -> Words:
    """Words in the learner's language, if it can be found out."""
    try:
        if isinstance(session := ctx.find_object(Session), Session):
            return session.say
    except (OSError, GradlingsError):  # The very file that holds the language can't be read.
        pass
    return words_in("en")

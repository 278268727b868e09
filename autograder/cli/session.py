"""What every command of the command line shares: the session, exit codes, errors as messages."""

from __future__ import annotations

import codecs
import errno
import json
import locale
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from autograder.assignments import BundleError
from autograder.authoring import LockError
from autograder.authoring.items import ItemError
from autograder.authoring.new import NewExerciseError
from autograder.authoring.snippets import SnippetError
from autograder.cli.spoken import speak
from autograder.content import (
    LANGUAGES,
    ContentError,
    Course,
    Language,
    UnknownExerciseError,
    UnknownItemError,
    bundled_course_path,
    load_course,
    nearest_of,
)
from autograder.feedback.refusals import refusal, unsaved
from autograder.files import naming, quoted
from autograder.generating import GeneratingError
from autograder.gradebooks.tables import GradebookError
from autograder.grading import Grader, MissingKeyError
from autograder.grading.classes import Stopped
from autograder.grading.ledger import LedgerError
from autograder.judging import KeyFormatError
from autograder.languages import Words, words_in
from autograder.quizzes import BankError
from autograder.sandbox import IsolationError, Runner, SandboxError, Tier, open_runner
from autograder.submissions import SubmissionError
from autograder.workspace import (
    NoWorkspaceError,
    ProgressError,
    ProgressFile,
    Workspace,
    WorkspaceError,
)

__all__ = [
    "EXIT_NOT_PASSED",
    "EXIT_OUR_FAULT",
    "EXIT_PASSED",
    "EXIT_USAGE",
    "Group",
    "OurFault",
    "Session",
    "Wrong",
    "echo_json",
    "grading",
]

EXIT_PASSED, EXIT_NOT_PASSED, EXIT_USAGE, EXIT_OUR_FAULT = 0, 1, 2, 3


class OurFault(click.ClickException):
    """Something of ours is broken; no learner and no author of a submission did it."""

    exit_code = EXIT_OUR_FAULT


class Wrong(click.ClickException):
    """Bad input: the message names it and says what to do."""

    exit_code = EXIT_USAGE


@dataclass
class Session:
    """What one run of the command knows: course, language, consoles."""

    course_path: Path | None
    language_option: Language | None
    #: What was said last on progress that is not on disk: once is enough.
    _told_unsaved: str = ""

    def workspace(self) -> Workspace | None:
        """The working copy that we stand in, or None."""
        try:
            return self.need_workspace()
        except NoWorkspaceError:
            return None

    def need_workspace(self) -> Workspace:
        # The system names no folder that is gone; the shell remembers how it was called.
        with naming(Path(os.environ.get("PWD", "."))):
            here = Path.cwd()
        workspace = Workspace.find(here)
        workspace.progress_file.tell = self._tell_unreadable_progress
        return workspace

    def _tell_unreadable_progress(self, aside: Path) -> None:
        self._warn(
            self.say(
                "Your progress file could not be read; it is kept as {path}.", path=quoted(aside)
            )
        )

    def tell_unsaved(self, file: ProgressFile) -> None:
        """Say, after what the learner asked for, that progress is not on disk, if it is not."""
        told = unsaved(
            file,
            self.say,
            again=self.say("Once that is mended, run the same command again, and it counts."),
        )
        if told and told != self._told_unsaved:
            self._warn(told)
        self._told_unsaved = told

    @staticmethod
    def _warn(text: str) -> None:
        Console(stderr=True, soft_wrap=True, highlight=False).print(Text(text, "yellow"))

    @property
    def language(self) -> Language:
        """Asked for, else of the working copy, else of the system, else English."""
        asked = self.language_option or os.environ.get("GRADLINGS_LANG", "")
        for language in LANGUAGES:
            if asked == language:
                return language
        workspace = self.workspace()
        if workspace is not None:
            return workspace.language
        system = locale.getlocale()[0] or os.environ.get("LANG", "")
        return "hu" if system.lower().startswith(("hu", "magyar")) else "en"

    @property
    def say(self) -> Words:
        return words_in(self.language)

    def course(self) -> Course:
        workspace = self.workspace()
        path = self.course_path or (workspace.course_path if workspace else None)
        return load_course(path or bundled_course_path())

    @property
    def console(self) -> Console:
        return Console(highlight=False, soft_wrap=False)


def echo_json(data: object) -> None:
    """
    Print *data* for programs.

    Where the output is not UTF-8 (a pipe on Windows), in ASCII: that is right in any encoding in
    which whoever reads it may take it.
    """
    try:
        is_utf_8 = codecs.lookup(sys.stdout.encoding or "").name == "utf-8"
    except LookupError:
        is_utf_8 = False
    click.echo(json.dumps(data, ensure_ascii=not is_utf_8, indent=2))


@contextmanager
def grading(course: Course, floor: Tier = Tier.PROCESS) -> Iterator[Grader]:
    """A grader with a runner behind it, closed at the end."""
    runner: Runner = open_runner(floor)
    try:
        yield Grader(course, runner)
    finally:
        runner.close()


class Group(click.Group):
    """Turns our errors into messages with exit codes, and suggests the nearest command."""

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
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            root = ctx.find_root().command
            say = root.say if isinstance(root, Group) else self.say
            told = say("No such command {name!r}.", name=args[0])
            if near := nearest_of(args[0], self.commands):
                told += " " + say("Did you mean {name}?", name=repr(near))
            raise click.UsageError(told, ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except UnknownExerciseError as error:
            raise Wrong(_unknown(error, _words(ctx))) from None
        except SubmissionError as error:
            raise Wrong(_words(ctx)(error.problem, **error.parts)) from None
        except (
            UnknownItemError,
            ItemError,
            WorkspaceError,
            NewExerciseError,
            BundleError,
            GeneratingError,
            GradebookError,
        ) as error:
            raise Wrong(str(error)) from None
        except ContentError as error:
            raise Wrong(f"{len(error.mistakes)} mistakes:\n{error}") from None
        except (
            MissingKeyError,
            SandboxError,
            IsolationError,
            LockError,
            Stopped,
            SnippetError,
            BankError,
            KeyFormatError,
            LedgerError,
            ProgressError,
        ) as error:
            raise OurFault(str(error)) from None
        except OSError as error:
            if error.errno == errno.EPIPE:  # Who reads what we print has seen enough.
                raise
            raise OurFault(refusal(error, _words(ctx))) from None


def _unknown(error: UnknownExerciseError, say: Words) -> str:
    told = [say("there is no exercise {name}.", name=repr(error.asked))]
    if error.nearest:
        told.append(say("Did you mean {name}?", name=repr(error.nearest)))
    return " ".join(told)


def _words_before(args: Sequence[str]) -> Words:
    """The learner's language before anything is parsed: ``--help`` ends the parsing."""
    asked = re.search(r"(?:^|\0)--lang(?:=|\0)(\w+)", "\0".join(args))
    session = Session(None, next((one for one in LANGUAGES if asked and one == asked[1]), None))
    try:
        return session.say
    except (OSError, WorkspaceError):
        return words_in("en")


def _words(ctx: click.Context) -> Words:
    """The learner's language, as far as the system lets us find it out."""
    try:
        if isinstance(session := ctx.find_object(Session), Session):
            return session.say
    except (OSError, WorkspaceError):  # The very file that would tell us can't be read.
        pass
    return words_in("en")

"""The main command: its options, and its action without a subcommand."""

from __future__ import annotations

from pathlib import Path

import click

from autograder import __version__
from autograder.cli.session import Group, Session
from autograder.cli.tags import LANGUAGE
from autograder.content import Language, course_folder

__all__ = ["cli"]


@click.group(
    cls=Group,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 all passed, 1 some not, 2 wrong usage, 3 our fault.",
)
@click.version_option(__version__, "-V", "--version", prog_name="gradlings")
@click.option(
    "--lang",
    type=LANGUAGE,
    help="Language of feedback; else that of the working copy (or GRADLINGS_LANG).",
)
@click.option(
    "--course",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Another course: its folder, or its exercises/.",
)
@click.pass_context
def cli(ctx: click.Context, lang: Language | None, course: Path | None) -> None:
    """Learn PyTorch's autograd by fixing small programs.

    Start with `gradlings init`. Then `gradlings` alone watches your files and
    answers every time you save one.
    """
    session = ctx.obj = Session(course_folder(course) if course else None, lang)
    if ctx.invoked_subcommand is None:
        # Imported here, since most commands run nothing and answer sooner without it.
        from autograder.cli.watching import watch_or_check  # noqa: PLC0415

        watch_or_check(session)

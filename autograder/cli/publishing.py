"""Commands that bring quiz items to platforms, and from them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from autograder.cli.session import Session
from autograder.cli.tags import LANGUAGE
from autograder.content import Language
from autograder.facade.quizzes import import_items, publish
from autograder.files import quoted
from autograder.generating.quizzes.exports import FORMATS
from autograder.quizzes.variants import PUBLIC_SEED

__all__ = ["export", "import_gift"]

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("export")
@click.argument("chapters", nargs=-1, metavar="[CHAPTER]...")
@click.option(
    "--format",
    "formats",
    type=click.Choice(list(FORMATS)),
    multiple=True,
    help="Only this format; repeatable. All, unless given.",
)
@click.option("--language", "languages", type=LANGUAGE, multiple=True)
@click.option(
    "--variants", type=click.IntRange(1, 200), default=5, show_default=True, help="Of each item."
)
@click.option("--seed", default=PUBLIC_SEED, help="Your own draws numbers that nobody has seen.")
@click.option("--title", default="Gradlings", show_default=True)
@click.option("-o", "--output", type=_FOLDER, required=True, help="Where to write the files.")
@click.pass_obj
def export(
    session: Session,
    chapters: Sequence[str],
    formats: Sequence[str],
    languages: Sequence[Language],
    variants: int,
    seed: str,
    title: str,
    output: Path,
) -> None:
    """Publish the items of CHAPTERs: for Moodle, Canvas, Blackboard, QTI 3.0, pages and paper."""
    table = Table(box=None, pad_edge=False, show_header=False)
    with Console(stderr=True).status("keys"):
        for published in publish(
            session.course(),
            chapters,
            output,
            formats=formats,
            languages=languages,
            variants=variants,
            seed=seed,
            title=title,
        ):
            table.add_row(Line(quoted(published.path)), Line(published.reach, "dim"))
    session.console.print(table)


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--prefix", default="G", show_default=True, help="What the ids of items begin with.")
@click.option("--after", required=True, help="The exercise that they are asked after.")
@click.option("--concept", required=True, help="The concept that they ask for.")
@click.option("-o", "--output", type=_FOLDER, required=True, help="Where the two files go.")
@click.pass_obj
def import_gift(
    session: Session, file: Path, prefix: str, after: str, concept: str, output: Path
) -> None:
    """Read questions from a GIFT FILE into the two files of an item bank.

    OUTPUT/public/quiz.yaml goes to exercises/CHAPTER/, OUTPUT/solutions/quiz.yaml to
    solutions/CHAPTER/. Nothing that is there is overwritten.
    """
    course, console = session.course(), session.console
    done = import_items(file, course, output, prefix=prefix, after=after, concept=concept)
    for path, count in done.written:
        console.print(Line(f"wrote {quoted(path)}: {count} items"))
    for one in done.refused:
        console.print(Line(f"{file}:{one.line}: left out: {one.why}", "yellow"))
    console.print(Line("All languages hold the text as it came; translate, then: gradlings lint"))

"""The formats that the item bank is published in, one file a language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from autograder.authoring.quizzes import solved_items, solver_for
from autograder.authoring.snippets import SnippetRunner
from autograder.content import Course, Language
from autograder.generating.quizzes.canvas import canvas_zip
from autograder.generating.quizzes.forms import Pool, pools_of
from autograder.generating.quizzes.moodle import moodle_xml
from autograder.generating.quizzes.qti import qti3_zip, qti21_zip
from autograder.generating.quizzes.static import jupyterquiz_json, sheet_html, sheet_key_html
from autograder.quizzes import Solved
from autograder.quizzes.variants import PUBLIC_SEED

__all__ = ["FORMATS", "Format", "exported", "solved_course"]


@dataclass(frozen=True, slots=True)
class Format:
    """
    A format to publish in.

    Attributes:
        suffix: What a file's name ends in.
        write: Makes the file of pools, its title and language.
        ordering: Whether lines can be put in order in it.
        reach: Who reads it.
    """

    suffix: str
    write: Callable[[Sequence[Pool], str, Language], str | bytes]
    ordering: bool
    reach: str


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "moodle": Format(
            ".moodle.xml", lambda pools, title, _: moodle_xml(pools, title), True, "Moodle"
        ),
        "canvas": Format(
            ".canvas.zip",
            lambda pools, title, _: canvas_zip(pools, title),
            False,
            "Canvas, both quiz engines; other readers of QTI 1.2",
        ),
        "qti21": Format(
            ".qti21.zip", lambda pools, title, _: qti21_zip(pools, title), True, "Blackboard"
        ),
        "qti3": Format(
            ".qti3.zip", lambda pools, title, _: qti3_zip(pools, title), True, "players of QTI 3.0"
        ),
        "jupyterquiz": Format(
            ".jupyterquiz.json",
            lambda pools, _title, _language: jupyterquiz_json(pools),
            False,
            "static sites, for practice",
        ),
        "sheet": Format(".sheet.html", sheet_html, True, "paper: questions"),
        "sheet-key": Format(".sheet-key.html", sheet_key_html, True, "paper: their key, for you"),
    }
)


def solved_course(
    course: Course,
    chapters: Sequence[str],
    *,
    seed: str = PUBLIC_SEED,
    variants: int = 1,
    only: Sequence[str] = (),
) -> dict[str, dict[str, list[Solved]]]:
    """
    Return the items of *chapters* with their keys; solutions are needed.

    Args:
        seed: An assignment's own draws other numbers than those that learners practise on.
        only: These items and no others, unless empty.

    Raises:
        ItemError: Naming the item whose key can't be found.
    """
    with SnippetRunner() as runner:
        solver = solver_for(course, runner, seed)
        solved = {
            chapter: solved_items(course, chapter, solver, variants, only) for chapter in chapters
        }
    return {chapter: items for chapter, items in solved.items() if items}


def exported(
    course: Course,
    solved: Mapping[str, Mapping[str, Sequence[Solved]]],
    format_name: str,
    language: Language,
    title: str,
) -> bytes:
    """Return the file that publishes *solved* in one format and language."""
    chosen = FORMATS[format_name]
    pools = pools_of(course, solved, language, ordering=chosen.ordering)
    content = chosen.write(pools, title, language)
    return content if isinstance(content, bytes) else content.encode("utf-8")

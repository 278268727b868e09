"""The formats that the item bank is published in, with one file for each language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from autograder.authoring.quizzes import solved_items, solved_variants, solver_for
from autograder.authoring.snippets import SnippetRunner
from autograder.content import Course, Language
from autograder.enums import StrEnum
from autograder.feedback.quiz import sentences
from autograder.generating.quizzes.canvas import canvas_banks, canvas_zip
from autograder.generating.quizzes.forms import Pool
from autograder.generating.quizzes.making import pools_of
from autograder.generating.quizzes.moodle import moodle_xml
from autograder.generating.quizzes.qti import qti3_zip, qti21_zip
from autograder.generating.quizzes.static import jupyterquiz_json, sheet_html, sheet_key_html
from autograder.pages.quiz import quiz_page
from autograder.quizzes import Solved, load_bank
from autograder.quizzes.variants import PUBLIC_SEED

__all__ = ["FORMATS", "PAPER", "Audience", "Format", "Publication", "exported", "solved_course",
           "solved_numbers"]  # fmt: skip


class Audience(StrEnum):
    """The people who may have a file."""

    LEARNERS = "learners"  # it holds no key
    INSTRUCTOR = "instructor"  # it holds keys, since its platform needs them
    PRACTICE = (
        "practice"  # it has the questions for practice, with sealed keys, and is not for marks
    )


@dataclass(frozen=True)
class Publication:
    """
    The items to publish, in one language.

    Attributes:
        solved: The variants of each item with their keys, by chapter and item.
        points: What items are worth; one point by default.
    """

    course: Course
    solved: Mapping[str, Mapping[str, Sequence[Solved]]]
    title: str
    language: Language
    points: Mapping[str, float] = field(default_factory=dict)

    def pools(self, *, ordering: bool = True) -> list[Pool]:
        """Return the questions in the form that all publishers share."""
        return pools_of(
            self.course, self.solved, self.language, ordering=ordering, points=self.points
        )


@dataclass(frozen=True, slots=True)
class Format:
    """
    A format to publish in.

    Attributes:
        suffix: The end of a file's name.
        write: Makes the file.
        reach: The platforms or people that read it.
    """

    suffix: str
    write: Callable[[Publication], str | bytes]
    reach: str
    audience: Audience = Audience.INSTRUCTOR


def _moodle(what: Publication) -> str:
    return moodle_xml(what.pools(), what.title)


def _canvas(what: Publication) -> bytes:
    return canvas_zip(what.pools(ordering=False), what.title)


def _canvas_banks(what: Publication) -> bytes:
    return canvas_banks(what.pools(ordering=False), what.title)


def _qti21(what: Publication) -> bytes:
    return qti21_zip(what.pools(), what.title)


def _qti3(what: Publication) -> bytes:
    return qti3_zip(what.pools(), what.title)


def _jupyterquiz(what: Publication) -> str:
    return jupyterquiz_json(what.pools(ordering=False))


def _sheet(what: Publication) -> str:
    return sheet_html(what.pools(), what.title, what.language)


def _sheet_key(what: Publication) -> str:
    return sheet_key_html(what.pools(), what.title, what.language)


def _page(what: Publication) -> str:
    """The page, always with the first public variant of each item, since that has a sealed key."""
    bank = load_bank(what.course)
    names = [name for items in what.solved.values() for name in items]
    shows = {misconception for name in names for misconception in bank.shows[name]}
    shown = {name: text for name, text in sentences(what.course).items() if name in shows}
    return quiz_page([bank.posed(name, 0) for name in names], shown, what.title, what.language)


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "moodle": Format(".moodle.xml", _moodle, "Moodle"),
        "canvas": Format(
            ".canvas.zip", _canvas, "Canvas, both quiz engines; other readers of QTI 1.2"
        ),
        "canvas-banks": Format(
            ".canvas.imscc", _canvas_banks, "Canvas: a question bank for each chapter"
        ),
        "qti21": Format(".qti21.zip", _qti21, "Blackboard"),
        "qti3": Format(".qti3.zip", _qti3, "players of QTI 3.0"),
        "jupyterquiz": Format(".jupyterquiz.json", _jupyterquiz, "static sites, for practice"),
        "sheet": Format(".sheet.html", _sheet, "paper: questions", Audience.LEARNERS),
        "sheet-key": Format(".sheet-key.html", _sheet_key, "paper: their key, for you"),
        "html": Format(".html", _page, "browsers, without a kernel", Audience.PRACTICE),
    }
)

#: The formats that students answer on paper, or by hand.
PAPER = frozenset({"sheet", "sheet-key"})


def solved_course(
    course: Course,
    chapters: Sequence[str],
    *,
    seed: str = PUBLIC_SEED,
    variants: int = 1,
    only: Sequence[str] = (),
) -> dict[str, dict[str, list[Solved]]]:
    """
    Return the items of *chapters* with their keys, by chapter and item; this needs the solutions.

    Args:
        seed: The seed of numbers; an assignment's seed gives others than learners practise on.
        only: If not empty, only these items are returned.

    Raises:
        ItemError: If a key can't be found; names the item.
    """
    with SnippetRunner(torch=course.sheet.torch) as runner:
        solver = solver_for(course, runner, seed)
        solved = {
            chapter: solved_items(course, chapter, solver, variants, only) for chapter in chapters
        }
    return {chapter: items for chapter, items in solved.items() if items}


def solved_numbers(
    course: Course, wanted: Mapping[str, Sequence[int]], seed: str
) -> dict[str, Sequence[Solved]]:
    """
    Return the variants of items that have the *wanted* numbers, with keys; this needs the solutions.

    Raises:
        ItemError: If a key can't be found; names the item.
    """
    solved: dict[str, Sequence[Solved]] = {}
    with SnippetRunner(torch=course.sheet.torch) as runner:
        solver = solver_for(course, runner, seed)
        for item, numbers in wanted.items():
            chapter = course.chapter_of_item(item)
            solved |= solved_variants(course, chapter, solver, {item: numbers})
    return solved


def exported(
    course: Course,
    solved: Mapping[str, Mapping[str, Sequence[Solved]]],
    format_name: str,
    language: Language,
    title: str,
    points: Mapping[str, float] = MappingProxyType({}),
) -> bytes:
    """Return the file that publishes *solved* in one format and language; *points* by item."""
    content = FORMATS[format_name].write(Publication(course, solved, title, language, points))
    return content if isinstance(content, bytes) else content.encode("utf-8")

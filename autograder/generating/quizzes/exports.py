"""The formats that the item bank is published in, one file a language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from autograder.authoring.quizzes import solved_items, solver_for
from autograder.authoring.snippets import SnippetRunner
from autograder.content import Course, Language
from autograder.enums import StrEnum
from autograder.feedback.quiz import sentences
from autograder.generating.quizzes.canvas import canvas_zip
from autograder.generating.quizzes.forms import Pool
from autograder.generating.quizzes.making import pools_of
from autograder.generating.quizzes.moodle import moodle_xml
from autograder.generating.quizzes.qti import qti3_zip, qti21_zip
from autograder.generating.quizzes.static import jupyterquiz_json, sheet_html, sheet_key_html
from autograder.pages.quiz import quiz_page
from autograder.quizzes import Solved, load_bank
from autograder.quizzes.variants import PUBLIC_SEED

__all__ = ["FORMATS", "Audience", "Format", "Publication", "exported", "solved_course"]


class Audience(StrEnum):
    """Who may have a file."""

    LEARNERS = "learners"  # it holds no key
    INSTRUCTOR = "instructor"  # it holds keys, as its platform needs them
    PRACTICE = (
        "practice"  # it asks what learners practise on, with sealed keys; no marks come of it
    )


@dataclass(frozen=True)
class Publication:
    """
    What is published, in one language.

    Attributes:
        solved: By chapter and item, its variants with their keys.
    """

    course: Course
    solved: Mapping[str, Mapping[str, Sequence[Solved]]]
    title: str
    language: Language

    def pools(self, *, ordering: bool = True) -> list[Pool]:
        """Return its questions in the form that publishers share."""
        return pools_of(self.course, self.solved, self.language, ordering=ordering)


@dataclass(frozen=True, slots=True)
class Format:
    """
    A format to publish in.

    Attributes:
        suffix: What a file's name ends in.
        write: Makes the file.
        reach: Who reads it.
    """

    suffix: str
    write: Callable[[Publication], str | bytes]
    reach: str
    audience: Audience = Audience.INSTRUCTOR


def _moodle(what: Publication) -> str:
    return moodle_xml(what.pools(), what.title)


def _canvas(what: Publication) -> bytes:
    return canvas_zip(what.pools(ordering=False), what.title)


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
    """The first public variant of each item, whatever numbers were drawn: its key is sealed."""
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
        "qti21": Format(".qti21.zip", _qti21, "Blackboard"),
        "qti3": Format(".qti3.zip", _qti3, "players of QTI 3.0"),
        "jupyterquiz": Format(".jupyterquiz.json", _jupyterquiz, "static sites, for practice"),
        "sheet": Format(".sheet.html", _sheet, "paper: questions", Audience.LEARNERS),
        "sheet-key": Format(".sheet-key.html", _sheet_key, "paper: their key, for you"),
        "html": Format(".html", _page, "browsers, without a kernel", Audience.PRACTICE),
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
    content = FORMATS[format_name].write(Publication(course, solved, title, language))
    return content if isinstance(content, bytes) else content.encode("utf-8")

"""Quiz items: publishing them for platforms, and importing them from one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.assignments.assignment import dump
from autograder.content import Course, Language, nearest
from autograder.errors import InputError
from autograder.facade.courses import chapter_named
from autograder.files import write_whole
from autograder.generating.quizzes.exports import FORMATS, exported, solved_course
from autograder.generating.quizzes.gift import GiftError, Refused, read_gift
from autograder.generating.quizzes.gift_bank import as_bank
from autograder.quizzes.variants import PUBLIC_SEED

__all__ = ["Published", "import_items", "publish"]


@dataclass(frozen=True, slots=True)
class Published:
    """A file of quiz items, and the platforms that read it."""

    path: Path
    reach: str


def publish(
    course: Course,
    chapters: Sequence[str],
    folder: Path,
    *,
    formats: Sequence[str] = (),
    languages: Sequence[Language] = (),
    variants: int = 5,
    seed: str = PUBLIC_SEED,
    title: str = "Gradlings",
) -> Iterator[Published]:
    """
    Write the items of *chapters* to *folder*, one file for each format and language.

    Args:
        chapters: If empty, all chapters that have items.
        formats: Names from :data:`FORMATS`; all of them by default.
        languages: Those of the course by default.
        variants: How many variants to write of each item with parameters.
        seed: The seed that numbers are drawn from; use your own for numbers that nobody has seen.

    Raises:
        InputError: If a chapter is unknown, or the course is not in one of the languages.
        ItemError, SnippetError: If the key of an item can't be found.
        OSError: If a file can't be written.
    """
    chosen = [chapter_named(chapter, course) for chapter in chapters] or list(course.banks)
    solved = solved_course(course, chosen, seed=seed, variants=variants)
    for language in [course.language(one) for one in languages] or course.languages:
        for name in formats or FORMATS:
            path = folder / f"quiz.{language}{FORMATS[name].suffix}"
            content = exported(course, solved, name, language, title)
            yield Published(write_whole(path, content), FORMATS[name].reach)


@dataclass(frozen=True, slots=True)
class Imported:
    """
    The result of importing a file of questions.

    Attributes:
        written: Each file that was written, with the number of its items.
        refused: The questions that we can't ask.
    """

    written: Sequence[tuple[Path, int]]
    refused: Sequence[Refused]


def import_items(
    file: Path, course: Course, folder: Path, *, prefix: str, after: str, concept: str
) -> Imported:
    """
    Read questions from a GIFT *file* and write the two files of an item bank to *folder*.

    Args:
        prefix: The beginning of the items' ids.
        after: The exercise after which the items are asked.
        concept: The concept that the items test.

    Raises:
        InputError: If *prefix*, *after* or *concept* can't be used, *file* can't be read, or a file
            to be written exists already.
    """
    course.exercise(after)
    if concept not in course.concepts:
        raise InputError(f"there is no concept {concept!r}.{nearest(concept, course.concepts)}")
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,24}", prefix):
        raise InputError(f"--prefix {prefix!r}: begin with a letter; letters, digits and _ only")
    try:
        questions, refused = read_gift(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        problem = f"{file} is not UTF-8 at byte {error.start}; save it as UTF-8"
        raise InputError(problem) from None
    except GiftError as error:
        raise InputError(f"{file}: {error}") from None
    public, solutions = as_bank(
        questions, prefix=prefix, after=after, concept=concept, languages=course.languages
    )
    written = []
    for name, data in (("public", public), ("solutions", solutions)):
        path = folder / name / "quiz.yaml"
        if path.exists():
            raise InputError(f"{path} is there already; choose another folder")
        written.append((write_whole(path, dump(data)), len(data)))
    return Imported(written, refused)

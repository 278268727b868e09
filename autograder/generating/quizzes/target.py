"""The quiz of an assignment: sheets for learners, and files of each platform for the instructor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder.assignments import Assignment, Bundle
from autograder.assignments.assignment import sheet_variant_of
from autograder.files import write_whole
from autograder.generating.handouts import OWN_SHEETS, QUIZ, write_handout
from autograder.generating.places import Places
from autograder.generating.quizzes.exports import (
    FORMATS,
    PAPER,
    Audience,
    Format,
    exported,
    solved_course,
    solved_numbers,
)
from autograder.generating.quizzes.own_sheets import SHEETS, write_own_sheets
from autograder.generating.wheel import GeneratingError
from autograder.quizzes import Solved
from autograder.submissions import QUIZ_ANSWERS
from autograder.submissions.responses import as_json

__all__ = ["quiz_keys", "sheet_keys", "write_quiz"]

#: The least number of variants of an item that a platform draws from.
_VARIANTS = 5


def quiz_keys(assignment: Assignment) -> dict[str, Sequence[Solved]]:
    """Return the assignment's quiz items with keys; their numbers are drawn from its secret."""
    return {name: each for items in _solved(assignment).values() for name, each in items.items()}


def sheet_keys(assignment: Assignment) -> dict[str, Sequence[Solved]]:
    """Return the questions on the sheets of the assignment's owners, by item, with keys."""
    salt, course = assignment.variant_salt, assignment.course
    wanted = {
        task.item: sorted({sheet_variant_of(salt, one.id, task.item) for one in assignment.owners})
        for task in assignment.quiz
    }
    return solved_numbers(course, wanted, assignment.quiz_seed) if assignment.owners else {}


def _solved(assignment: Assignment) -> Mapping[str, Mapping[str, Sequence[Solved]]]:
    course = assignment.course
    wanted = [task.item for task in assignment.quiz]
    chapters = dict.fromkeys(course.chapter_of_item(item) for item in wanted)
    # The number of sets of hidden cases counts for the question bank only if the author has set it.
    asked = assignment.sheet.variants if "variants" in assignment.sheet.model_fields_set else 1
    return solved_course(
        course,
        list(chapters),
        seed=assignment.quiz_seed,
        variants=max(asked, _VARIANTS),
        only=wanted,
    )


def write_quiz(
    assignment: Assignment,
    bundle: Bundle,
    places: Places,
) -> Path:
    """
    Write a sheet, an answer file and a README for students, and files that platforms import for the
    instructor alone, since they hold keys.

    If students have sheets of their own, those are written instead of the one for everybody.

    Raises:
        GeneratingError: If the assignment has no quiz.
    """
    if not assignment.quiz:
        raise GeneratingError("the assignment has no quiz items (key quiz)")
    solved = _solved(assignment)
    points = _points(assignment)
    sheets = bundle.own_sheets if assignment.owners else None
    for language in assignment.sheet.languages:
        title = assignment.sheet.title[language]
        for name, chosen in FORMATS.items():
            if not _belongs(name, chosen, own=sheets is not None):
                continue
            public = chosen.audience is Audience.LEARNERS
            place = places.students if public else places.instructor
            path = place / f"{assignment.id}.{language}{chosen.suffix}"
            content = exported(assignment.course, solved, name, language, title, points)
            write_whole(path, content, private=not public)
    if sheets is not None:
        write_own_sheets(assignment, sheets, places)
        write_handout(assignment, places.students, OWN_SHEETS, [f"….{QUIZ_ANSWERS}"])
        return places.students / SHEETS
    items = [task.item for task in assignment.quiz]
    write_whole(places.students / QUIZ_ANSWERS, as_json(items, assignment.id))
    write_handout(assignment, places.students, QUIZ, [QUIZ_ANSWERS])
    return places.students


def _belongs(name: str, chosen: Format, *, own: bool) -> bool:
    """Whether a format is written for an assignment; *own* tells if students have their own sheets."""
    if chosen.audience is Audience.PRACTICE:
        return False  # its numbers are not the assignment's
    return not (own and name in PAPER)


def _points(assignment: Assignment) -> dict[str, float]:
    """What items are worth; a *why* is worth nothing, so that totals are what the assignment says."""
    points = {task.item: task.points for task in assignment.quiz}
    return points | {f"{item}.why": 0.0 for item in points}

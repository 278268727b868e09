"""The quiz of an assignment: sheets for learners, and files of each platform for the instructor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder.assignments import Assignment, Bundle
from autograder.files import write_whole
from autograder.generating.cells import GeneratingError
from autograder.generating.handouts import QUIZ, write_handout
from autograder.generating.places import Places
from autograder.generating.quizzes.exports import FORMATS, Audience, exported, solved_course
from autograder.quizzes import Solved
from autograder.submissions import QUIZ_ANSWERS
from autograder.submissions.responses import as_json

__all__ = ["quiz_keys", "write_quiz"]

#: The least number of variants of an item that a platform draws from.
_VARIANTS = 5


def quiz_keys(assignment: Assignment) -> dict[str, Sequence[Solved]]:
    """Return the assignment's quiz items with keys; their numbers are drawn from its secret."""
    return {name: each for items in _solved(assignment).values() for name, each in items.items()}


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
    bundle: Bundle,  # noqa: ARG001 - every target gets it
    places: Places,
) -> Path:
    """
    Write a sheet, an answer file and a README for students, and files that platforms import for the
    instructor alone, since they hold keys.

    Raises:
        GeneratingError: If the assignment has no quiz.
    """
    if not assignment.quiz:
        raise GeneratingError("the assignment has no quiz items (key quiz)")
    solved = _solved(assignment)
    points = {task.item: task.points for task in assignment.quiz}
    for language in assignment.sheet.languages:
        title = assignment.sheet.title[language]
        for name, chosen in FORMATS.items():
            if chosen.audience is Audience.PRACTICE:
                continue  # its numbers are not the assignment's
            public = chosen.audience is Audience.LEARNERS
            place = places.students if public else places.instructor
            path = place / f"{assignment.id}.{language}{chosen.suffix}"
            content = exported(assignment.course, solved, name, language, title, points)
            write_whole(path, content, private=not public)
    items = [task.item for task in assignment.quiz]
    write_whole(places.students / QUIZ_ANSWERS, as_json(items, assignment.id))
    write_handout(assignment, places.students, QUIZ, [QUIZ_ANSWERS])
    return places.students

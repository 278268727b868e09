"""A class's work as hand-ins, graded as any other class is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from autograder.classroom.database import Database
from autograder.content import Course
from autograder.facade.classes import GradedClass, grade_class
from autograder.files import make_private_folder
from autograder.outputs import output_folder
from autograder.submissions import safe_file_names
from autograder.tables import csv_of, inert
from autograder.workspace import Progress

__all__ = ["grade_room", "write_answers", "write_hand_ins"]

#: What is written to an export's folder: a folder of programs, and a table.
_HAND_INS, _ANSWERS = "submissions", "answers.csv"


def write_hand_ins(database: Database, exercises: Iterable[str], folder: Path) -> Path:
    """
    Write everybody's programs to *folder*, as ``submissions/<id>/<exercise>.py``, and return where.

    What was there from an earlier export is replaced, or removed if there is no such text any more.
    Files of others are neither (:class:`autograder.outputs.OutputFolder`).

    Raises:
        OSError, StorageError: If that can't be done.
    """
    make_private_folder(folder)
    wanted = set(exercises)
    names = _folder_names([str(found[0]) for found in database.rows("SELECT id FROM learners")])
    query = "SELECT exercise, text FROM texts WHERE learner = ? ORDER BY exercise"
    with output_folder(folder, [f"{_HAND_INS}/"]) as output:
        for learner, name in names.items():  # All texts of a class may be too much for memory.
            for exercise, text in database.rows(query, learner):
                if exercise in wanted:
                    file = f"{_HAND_INS}/{name}/{exercise}.py"
                    output.write(file, str(text), private=True)
    place = folder / _HAND_INS
    place.mkdir(exist_ok=True)
    return place


def write_answers(database: Database, folder: Path) -> Path:
    """
    Write how everybody answered the questions to ``answers.csv`` in *folder*, and return its path.

    A row is a learner and an item. These are questions of practice, with numbers of each learner's
    own, asked again until they are known: they tell what is understood, and are no grades.

    Raises:
        OSError, StorageError: If that can't be done.
    """
    found = database.rows("SELECT learner, document FROM progress ORDER BY learner")
    rows = [
        (
            inert(str(learner)),
            item,
            str(one.asked),
            str(one.right),
            f"{one.credit:g}",
            " ".join(one.misconceptions),
        )
        for learner, document in found
        for item, one in sorted(Progress.model_validate_json(str(document)).items.items())
    ]
    head = ("id", "item", "asked", "right", "last_credit", "misconceptions")
    make_private_folder(folder)
    with output_folder(folder, [_ANSWERS]) as output:
        return output.write(_ANSWERS, csv_of([head, *rows]), private=True)


def grade_room(
    database: Database,
    course: Course,
    assignment: Path,
    exercises: Iterable[str],
    folder: Path,
    roster: Path,
    isolation: str,
    bundle: Path | None = None,
) -> GradedClass:
    """
    Write everybody's programs to *folder*, and grade them as ``gradlings grade`` does, hidden cases too.

    Args:
        course: All of it, as the assignment's file chooses from.
        bundle: The assignment's, made before; then no solutions are needed.

    Raises:
        GradlingsError, OSError: As :func:`autograder.facade.classes.grade_class`.
    """
    hand_ins = write_hand_ins(database, exercises, folder)
    return grade_class(
        assignment,
        hand_ins,
        folder / "grades",
        course=course,
        roster=roster,
        isolation=isolation,
        bundle=bundle,
    )


def _folder_names(learners: list[str]) -> dict[str, str]:
    """Ids as names of folders: as they are, so that the roster knows them, where they can be one."""
    safe = safe_file_names(learners)
    folded = [learner.casefold() for learner in learners]
    return {
        one: one if _is_plain(one) and folded.count(one.casefold()) == 1 else safe[one]
        for one in learners
    }


def _is_plain(name: str) -> bool:
    return (
        name.isprintable()
        and not set(name) & set('/\\:*?"<>|')
        and name.strip(". ") == name != ""
        and len(name.encode()) <= 100
    )

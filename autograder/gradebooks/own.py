"""Our own table of a class, ``grades.csv``."""

from __future__ import annotations

from collections.abc import Iterable

from autograder.grading.changes import Change
from autograder.grading.results import ClassResults
from autograder.tables import csv_of, inert, number_of

__all__ = ["changes_table", "our_table"]

_OF_ROSTER = ("email", "section", "group")


def our_table(results: ClassResults) -> str:
    """Return ``grades.csv``: a row for each student, a column for each exercise.

    The column ``integrity`` says how a student's programs reached for the grader, as a question to
    the instructor; ``status``, what was handed in. ``automatic`` is the score as it was graded, where the instructor
    changed it, and ``adjusted`` what was decided and why. The next three are as the roster has them.
    ``ungraded`` has the points of written answers that are still to be graded by hand, which the score
    lacks; so has the exercise's own column, nothing rather than 0.
    """
    head = ["id", "name", "score", "max_score", "penalty", "days_late", "attempts"]
    columns = [
        *(exercise.id for exercise in results.exercises),
        *(task.id for task in results.written),
        *results.items,
    ]
    rows = [
        [
            *head,
            *columns,
            "misconceptions",
            "integrity",
            "status",
            "automatic",
            "adjusted",
            *_OF_ROSTER,
            "ungraded",
        ]
    ]
    for student in results.students:
        shown = [
            inert(student.id),
            inert(student.name),
            number_of(student.score),
            number_of(student.max_score),
            number_of(student.penalty),
            str(student.days_late),
            str(student.attempts),
        ]
        named = [name for a in student.answers if a.verdict for name in a.verdict.misconceptions]
        named += [name for a in student.quiz for name in a.misconceptions]
        scores = [number_of(a.score) if a.graded else "" for a in student.answers]
        scores += ["" if a.waits else number_of(a.score) for a in student.written]
        scores += [number_of(a.score) for a in student.quiz]
        asked = [f"{a.exercise}: {', '.join(a.integrity)}" for a in student.questionable]
        rows.append([*shown, *scores, " ".join(dict.fromkeys(named)), inert("; ".join(asked))])
        adjusted = "; ".join(
            f"{a.exercise} {a.what} ({a.reason})".strip() for a in student.adjusted
        )
        automatic = "" if student.automatic is None else number_of(student.automatic)
        rows[-1] += [student.status.value, automatic, inert(adjusted)]
        rows[-1] += [*(inert(getattr(student, name)) for name in _OF_ROSTER)]
        rows[-1].append(number_of(student.ungraded) if student.ungraded else "")
    return csv_of(rows)


def changes_table(changes: Iterable[Change]) -> str:
    """Return ``changes.csv``: what changed since the last run; a sum's row has no exercise."""
    rows = [["student", "exercise", "from", "to", "why"]]
    for one in changes:
        before = "" if one.before is None else number_of(one.before)
        rows.append([inert(one.student), one.exercise, before, number_of(one.after), one.why])
    return csv_of(rows)

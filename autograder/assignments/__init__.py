"""Assignments: exercises chosen, with points, dates and rules; and the bundle to grade them by."""

from autograder.assignments.assignment import (
    Assignment,
    AssignmentSheet,
    Attempts,
    Late,
    QuizTask,
    Task,
    load_assignment,
)
from autograder.assignments.bundle import (
    Bundle,
    BundleError,
    make_bundle,
    open_bundle,
    pack,
    public_bundle,
    question_of,
    unpack,
)

__all__ = [
    "Assignment",
    "AssignmentSheet",
    "Attempts",
    "Bundle",
    "BundleError",
    "Late",
    "QuizTask",
    "Task",
    "load_assignment",
    "make_bundle",
    "open_bundle",
    "pack",
    "public_bundle",
    "question_of",
    "unpack",
]

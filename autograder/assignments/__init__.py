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
from autograder.assignments.lateness import Lateness, lateness

__all__ = [
    "Assignment",
    "AssignmentSheet",
    "Attempts",
    "Bundle",
    "BundleError",
    "Late",
    "Lateness",
    "QuizTask",
    "Task",
    "lateness",
    "load_assignment",
    "make_bundle",
    "open_bundle",
    "pack",
    "public_bundle",
    "question_of",
    "unpack",
]

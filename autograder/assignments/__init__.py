"""Assignments: chosen exercises with points, dates and rules; and the bundle for grading them."""

from autograder.assignments.assignment import Assignment, QuizTask, Task
from autograder.assignments.bundle import Bundle, BundleError, open_bundle, question_of
from autograder.assignments.choosing import load_assignment
from autograder.assignments.making import differences, make_bundle, public_bundle
from autograder.assignments.packing import pack, unpack
from autograder.assignments.sheet import AssignmentSheet, Attempts, Late
from autograder.assignments.written import WrittenTask

__all__ = [
    "Assignment",
    "AssignmentSheet",
    "Attempts",
    "Bundle",
    "BundleError",
    "Late",
    "QuizTask",
    "Task",
    "WrittenTask",
    "differences",
    "load_assignment",
    "make_bundle",
    "open_bundle",
    "pack",
    "public_bundle",
    "question_of",
    "unpack",
]

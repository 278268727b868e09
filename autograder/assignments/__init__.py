"""Assignments: chosen exercises with points, dates and rules; and the bundle for grading them."""

from autograder.assignments.assignment import Assignment, QuizTask, Task
from autograder.assignments.bundle import Bundle, BundleError, open_bundle, question_of
from autograder.assignments.choosing import load_assignment
from autograder.assignments.making import differences, make_bundle, public_bundle
from autograder.assignments.own_sheets import OwnSheets
from autograder.assignments.packing import pack, unpack
from autograder.assignments.sheet import AssignmentSheet, Attempts, Late
from autograder.assignments.sheet_owners import SheetOwner, owners_in, write_owners
from autograder.assignments.written import WrittenTask

__all__ = [
    "Assignment",
    "AssignmentSheet",
    "Attempts",
    "Bundle",
    "BundleError",
    "Late",
    "OwnSheets",
    "QuizTask",
    "SheetOwner",
    "Task",
    "WrittenTask",
    "differences",
    "load_assignment",
    "make_bundle",
    "open_bundle",
    "owners_in",
    "pack",
    "public_bundle",
    "question_of",
    "unpack",
    "write_owners",
]

"""Authoring: new exercises, lint, lock. The only room that reads ``solutions/``."""

from autograder.authoring.lint import (
    Complaint,
    LintReport,
    ProgramResult,
    Proven,
    lint_course,
    lint_exercise,
)
from autograder.authoring.lint.complaints import display_path
from autograder.authoring.lock import LockError, is_current, make_key, write_key_file
from autograder.authoring.misconceptions import (
    Candidate,
    add_misconception,
    similar,
    take_over,
)
from autograder.authoring.new import create_exercise
from autograder.authoring.new_course import create_course
from autograder.authoring.programs import Programs, load_programs, solutions_path

__all__ = [
    "Candidate",
    "Complaint",
    "LintReport",
    "LockError",
    "ProgramResult",
    "Programs",
    "Proven",
    "add_misconception",
    "create_course",
    "create_exercise",
    "display_path",
    "is_current",
    "lint_course",
    "lint_exercise",
    "load_programs",
    "make_key",
    "similar",
    "solutions_path",
    "take_over",
    "write_key_file",
]

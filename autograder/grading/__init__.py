"""Grading: a submission to an exercise, run in the sandbox and judged."""

from autograder.grading.grader import Grader, MissingKeyError

__all__ = ["Grader", "MissingKeyError"]

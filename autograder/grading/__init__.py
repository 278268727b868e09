"""Grading: submissions to exercises are run in the sandbox and judged."""

from autograder.grading.grader import Grader, MissingKeyError

__all__ = ["Grader", "MissingKeyError"]

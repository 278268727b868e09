"""Checks for programs of which only the answer is looked at."""

from __future__ import annotations

__all__ = ["CHECKS"]

CHECKS = """
from autograder.probing import watching


def answers(submission, case):
    with watching() as seen:
        seen.returned(submission.answer())
    return seen
"""

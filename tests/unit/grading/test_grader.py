"""The grader's memory: bounded, whatever errors submissions make up."""

from __future__ import annotations

import tracemalloc
from types import SimpleNamespace

from autograder.grading import Grader


class Course(SimpleNamespace):
    """A course that explains every error that begins with "known"."""

    misconceptions = ()
    asked = 0

    def explain(self, _, message):
        self.asked += 1
        return ("known", None) if message.startswith("known") else None


def test_an_error_that_was_classified_is_not_asked_for_again():
    course = Course()
    grader = Grader(course, runner=None)

    assert [grader.classify("E", text) for text in ("known", "odd") * 5] == ["known", None] * 5
    assert course.asked == 2


def test_however_many_and_long_errors_are_little_is_kept_of_them():
    grader = Grader(Course(), runner=None)
    tracemalloc.start()
    try:
        for number in range(5_000):
            assert grader.classify("E", f"known {number} {'x' * 4_000}") == "known"
            assert grader.classify("T" * 4_000, f"odd {number}") is None
            assert grader.classify("E", f"odd {number} {'x' * 500}") is None
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert kept < 2_000_000

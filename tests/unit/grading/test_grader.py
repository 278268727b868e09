"""The grader's memory: bounded, and never older than the files; and whose fault an early end is."""

from __future__ import annotations

import os
import tracemalloc
from types import SimpleNamespace

import pytest

from autograder.content import Exercise
from autograder.grading import Grader
from autograder.judging import Outcome
from autograder.runs import End, Run, Stop
from autograder.sandbox import SandboxError


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


def test_a_job_has_the_checks_as_they_are_now(tmp_path):
    """In watch mode an author edits them while the grader lives."""
    sheet = SimpleNamespace(function="", claims=[], cases=1, torch=True, time_limit=1.0)
    exercise = Exercise("one", "01_first", tmp_path, sheet, ("en",))
    exercise.checks_path.write_text("old = 1\n")
    grader = Grader(Course(), runner=None)
    jobs = [grader.job("", exercise, "seed") for _ in range(2)]

    exercise.checks_path.write_text("new = 1\n")
    os.utime(exercise.checks_path, ns=(1, 1))
    jobs.append(grader.job("", exercise, "seed"))

    assert [job.checks for job in jobs] == ["old = 1\n", "old = 1\n", "new = 1\n"]


class Ending:
    """A runner whose processes end before they have told anything, for some programs."""

    def __init__(self, runner, ends):
        self._runner, self._ends = runner, ends

    def run(self, job):
        if not self._ends(job.source):
            return self._runner.run(job)
        stop = Stop(End.CRASHED, "exit status 70")
        return Run(end=End.CRASHED, stops=dict.fromkeys(job.names, stop))


def test_a_program_that_ends_its_process_at_once_has_not_passed(grader):
    exercise = grader.course.exercise("step_no_grad")
    ends = grader.running_by(Ending(grader.runner, lambda source: source == "mine"))

    assert ends.grade("mine", exercise).outcome is Outcome.ERRORED


def test_where_every_process_ends_at_once_that_is_our_fault_and_costs_nobody_a_point(grader):
    exercise = grader.course.exercise("step_no_grad")
    ends = grader.running_by(Ending(grader.runner, lambda _: True))

    with pytest.raises(SandboxError, match="whatever it runs; try: gradlings doctor"):
        ends.grade("mine", exercise)

"""What runs a learner's programs for a desk."""

from __future__ import annotations

import threading
from typing import Protocol

from autograder.content import Exercise, Language
from autograder.facade.grading import Feedback, Grading
from autograder.submissions import Sources
from autograder.web.newest import Cancellation, Stoppable

__all__ = ["Checker", "OneByOne"]


class Checker(Protocol):
    """Checks programs; may be called from several threads at a time."""

    def check(
        self,
        sources: Sources,
        exercise: Exercise,
        language: Language,
        cancellation: Cancellation,
    ) -> Feedback:
        """
        Grade a program on the public cases of *exercise*, in words of *language*.

        Raises:
            OvertakenCheckError: If it is given up meanwhile.
            GradlingsError: If nothing can be run here.
        """


class OneByOne:
    """Checks one program after the other by one *grading*: for a learner on their own machine."""

    def __init__(self, grading: Grading) -> None:
        self._grading = grading
        self._runner = Stoppable(grading.runner)
        grading.grader = grading.grader.running_by(self._runner)  # type: ignore[arg-type]
        self._lock = threading.Lock()

    def check(
        self,
        sources: Sources,
        exercise: Exercise,
        language: Language,
        cancellation: Cancellation,
    ) -> Feedback:
        """Grade a program; a failure on our side costs it nothing."""
        with self._lock:
            self._runner.cancellation = cancellation
            self._grading.language = language
            try:
                return next(iter(self._grading.check_all([(sources, exercise)])))
            finally:
                self._runner.cancellation = Cancellation()  # Others may use this grading, too.

    def warm_up(self) -> None:
        """Start the server, so that the first check need not wait for it."""
        with self._lock:
            _ = self._grading.isolation

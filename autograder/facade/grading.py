"""Grading one program after the other, with one warm server, and feedback for its author."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from autograder.content import Course, Exercise, Language
from autograder.facade.courses import open_course
from autograder.feedback import ExerciseFeedback as Feedback
from autograder.feedback import feedback_on
from autograder.feedback.hand_in import in_text
from autograder.grading import Grader
from autograder.judging import Key, Verdict, broken_verdict
from autograder.languages import Words, words_in
from autograder.sandbox import Isolation, SandboxError, Tier, kind_of
from autograder.sandbox.runner import Closing
from autograder.submissions import Sources, read_sources
from autograder.warm import Warm, open_runner

__all__ = ["Feedback", "Grading", "open_course"]


class Grading(Closing):
    """
    Grades programs as the exercises of *course*, and puts the verdicts into words.

    A context manager: its server starts with the first program, stays warm between programs, and
    ends with the block. Learner code runs there, never in this process.

    Args:
        isolation: The weakest isolation to accept: ``"process"`` for your own work, ``"standard"``
            or ``"strong"`` for that of others.
        language: The language of feedback, one of the course's, whose first it is by default; may be
            changed at any time.
        warm: Whose server runs the programs: ``"own"``, that of this grading; ``"shared"``, the
            user's warm host, if one runs, so that the first answer comes at once; ``"kept"``, that
            too, and a host is started if none runs, which outlives this process for ten idle
            minutes. Without a host, or with isolation ``"strong"``, it is this grading's own.

    Raises:
        IsolationError: If this machine offers weaker isolation; raised with the first program at
            the latest.

    Example:
        >>> from pathlib import Path
        >>> from autograder import Grading, open_course
        >>> course = open_course()
        >>> mine = Path("zero_it.py")
        >>> _ = mine.write_text(course.exercise("zero_it").stub("en"), encoding="utf-8")
        >>> with Grading(course, isolation="process") as grading:
        ...     feedback = grading.check(mine, "zero_it")
        >>> feedback.verdict.outcome.value, feedback.verdict.misconceptions
        ('failed', ('grad_not_zeroed',))
    """

    def __init__(
        self,
        course: Course,
        *,
        isolation: str = Tier.PROCESS.label,
        language: Language | None = None,
        warm: Warm = "own",
    ) -> None:
        self.course = course
        self.language: Language = course.language(language)
        self.runner = open_runner(Tier.named(isolation), warm)
        self.grader = Grader(course, self.runner)

    def close(self) -> None:
        """End the server; another program would start a new one."""
        self.runner.close()

    @property
    def say(self) -> Words:
        """Sentences in the language of the feedback."""
        return words_in(self.language)

    @property
    def isolation(self) -> Isolation:
        """
        The isolation between learner code and this machine, as found by trying it.

        Raises:
            SandboxError: If no server can be started.
            IsolationError: If it is weaker than the isolation that was asked for.
        """
        return self.runner.isolation

    def warm_up(self) -> None:
        """
        Start what runs the course's programs, and wait until it is ready: then no check waits for it.

        Raises:
            SandboxError, IsolationError: As :attr:`isolation` does.
        """
        needs = {exercise.sheet.torch for exercise in self.course.exercises}
        self.runner.get_ready([kind_of(torch=torch) for torch in sorted(needs)])

    def check(self, submission: Path | Sources, exercise: Exercise | str) -> Feedback:
        """
        Grade the script or notebook at *submission* as an exercise, on its public cases.

        It can import other files of its folder. (What has been read already is given as its texts.)

        Raises:
            SubmissionError: If the file can't be read as a program.
            UnknownExerciseError: If there is no such exercise.
            MissingKeyError: If the exercise has no current key.
            SandboxError, IsolationError: If nothing can be run here.
        """
        sources = read_sources(submission) if isinstance(submission, Path) else submission
        asked = self._exercise(exercise)
        return self.feedback(self.grader.grade(sources.main, asked, helpers=sources.helpers))

    def check_program(self, source: str, exercise: Exercise | str) -> Feedback:
        """Grade a program's text in the same way as :meth:`check` grades a file."""
        return self.feedback(self.verdict(source, exercise))

    def check_all(self, programs: Iterable[tuple[Sources, Exercise]]) -> Iterator[Feedback]:
        """
        Grade one program after the other, each when the iterator reaches it.

        A failure on our side costs that program nothing (its outcome is ``broken``), and the other
        programs are still graded.

        Raises:
            SandboxError, IsolationError: If no server can be started at all.
        """
        for sources, exercise in programs:
            verdict = self.judged(sources, exercise)
            feedback = self.feedback(verdict)
            if sources.in_text:
                note = in_text(exercise.id, sources.in_text, self.say)
                feedback = replace(feedback, notes=(note, *feedback.notes))
            yield feedback

    def judged(self, sources: Sources, exercise: Exercise) -> Verdict:
        """
        Judge a program on its public cases; after a failure on our side its outcome is ``broken``.

        Raises:
            SandboxError, IsolationError: If no server can be started at all.
        """
        try:
            return self.grader.grade(sources.main, exercise, helpers=sources.helpers)
        except SandboxError as error:
            _ = self.isolation  # raises if no server can be started at all
            return broken_verdict(exercise.id, self.grader.rubric(exercise), str(error))

    def verdict(self, source: str, exercise: Exercise | str, *, key: Key | None = None) -> Verdict:
        """
        Judge a program's text; raises the same errors as :meth:`check`.

        Args:
            key: The key of hidden cases; the public key by default.
        """
        return self.grader.grade(source, self._exercise(exercise), key=key)

    def feedback(self, verdict: Verdict) -> Feedback:
        """Put *verdict*, on an exercise of this course, into words."""
        return feedback_on(verdict, self._exercise(verdict.exercise), self.course, self.say)

    def _exercise(self, exercise: Exercise | str) -> Exercise:
        return self.course.exercise(exercise) if isinstance(exercise, str) else exercise

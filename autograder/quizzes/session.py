"""A quiz session: questions one after the other, and what happens at each answer. No screen, no keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from autograder.enums import StrEnum
from autograder.quizzes.answering import judge_answer
from autograder.quizzes.bank import Posed
from autograder.quizzes.verdicts import AnswerVerdict

__all__ = ["Asked", "QuizSession", "Response", "Stage"]

#: How many answers a question takes: the first one counts, the second one is for learning.
_TRIES = 2


class Stage(StrEnum):
    """The kind of input that the session waits for."""

    ANSWER = "answer"
    AGAIN = "again"  # the first answer was not right
    WHY = "why"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Response:
    """
    The session's response to an answer.

    Attributes:
        explained: Whether the explanation is due: the question is over.
    """

    verdict: AnswerVerdict
    posed: Posed
    explained: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is over: how far its first answer was right, and the answer to *why*."""

    posed: Posed
    verdict: AnswerVerdict | None
    why: AnswerVerdict | None = None


class QuizSession:
    """
    A state machine over some questions.

    Args:
        note: Called with each question as soon as it is over, so that no answer is lost.
    """

    def __init__(self, questions: Sequence[Posed], note: Callable[[Asked], None]) -> None:
        self._questions = list(questions)
        self._note = note
        self._index = 0
        self._tries = 0
        self._first: AnswerVerdict | None = None
        self.over: list[Asked] = []
        self.stage = Stage.ANSWER if questions else Stage.DONE

    @property
    def number(self) -> int:
        """Which question it is, from 1."""
        return self._index + 1

    @property
    def count(self) -> int:
        """How many questions there are."""
        return len(self._questions)

    @property
    def current(self) -> Posed:
        """What is asked now: the question, or the *why* that follows it."""
        posed = self._questions[self._index]
        if self.stage is Stage.WHY:
            assert posed.why is not None
            return posed.why
        return posed

    def answer(self, text: str) -> Response:
        """
        Take an answer, as it was typed, to what is asked now.

        Raises:
            AnswerError: If it can't be read; it is asked for again and nothing has changed.
        """
        posed = self.current
        verdict = judge_answer(posed.question, posed.key, text)
        if self.stage is Stage.WHY:
            self._close(verdict)
            return Response(verdict, posed, explained=True)
        self._tries += 1
        self._first = self._first or verdict
        if not verdict.correct and self._tries < _TRIES:
            self.stage = Stage.AGAIN
            return Response(verdict, posed, explained=False)
        # After a wrong first answer the explanation gives the reason; a right one is asked why.
        if posed.why is not None and self._first.correct:
            self.stage = Stage.WHY
            return Response(verdict, posed, explained=False)
        self._close(None)
        return Response(verdict, posed, explained=True)

    def skip(self) -> None:
        """Leave what is asked now; a question without an answer is not noted."""
        if self._first is None:
            self.over.append(Asked(self._questions[self._index], None))
            self._go_on()
        else:
            self._close(None)

    def _close(self, why: AnswerVerdict | None) -> None:
        asked = Asked(self._questions[self._index], self._first, why)
        self.over.append(asked)
        self._note(asked)
        self._go_on()

    def _go_on(self) -> None:
        self._index += 1
        self._tries, self._first = 0, None
        self.stage = Stage.ANSWER if self._index < len(self._questions) else Stage.DONE

    @property
    def credit(self) -> float:
        """The sum over questions of how far their first answers were right."""
        return sum(asked.verdict.credit for asked in self.over if asked.verdict is not None)

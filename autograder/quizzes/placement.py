"""
Placement: which chapters a learner knows already, asked with few questions. No screen, no keys.

Each chapter asks its hardest questions, two at most, about different concepts. Who knows the hardest
knows the others, so two right answers are enough; a wrong one, or none, ends the chapter, since it shows
that there is something to learn. Chapters build on each other, so after two in a row that are not known
the rest is not asked. A beginner answers two questions; who knows all answers two in each chapter.

A question counts as harder if luck helps less (nobody guesses a number), and then if it comes later in
its chapter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from autograder.content.items import Item
from autograder.quizzes.answering import judge_answer
from autograder.quizzes.bank import Posed
from autograder.quizzes.kind import Control
from autograder.quizzes.kinds import kind_of
from autograder.quizzes.session import Asked, Response

__all__ = ["Placed", "Placement", "hardest"]

#: How many right answers show that a chapter is known.
_ENOUGH = 2
#: After so many chapters in a row that are not known, the others are not asked.
_PATIENCE = 2


def hardest(items: Mapping[str, Item], posed: Mapping[str, Posed]) -> list[str]:
    """
    Return the ids of the questions that a placement asks of a chapter, the hardest first.

    Args:
        items: The chapter's items in their order; at least one.
        posed: The variant of each that would be asked.
    """
    late_first = list(items)[::-1]
    first, *others = sorted(late_first, key=lambda name: _luck(posed[name]))
    # Of two questions about one concept, the second says little.
    elsewhere = [name for name in others if not {*items[name].concepts} & {*items[first].concepts}]
    return [first, *(elsewhere or others)][:_ENOUGH]


def _luck(posed: Posed) -> float:
    """The chance that a guess is right; that of what is typed or put in order counts as none."""
    options = len(posed.question.options)
    match kind_of(posed.question).control:
        case Control.ONE:
            return 1 / options
        case Control.SEVERAL:
            return 0.5**options
        case _:
            return 0.0


@dataclass(frozen=True, slots=True)
class Placed:
    """
    What a placement found out about a chapter.

    Attributes:
        known: Whether all that was asked was answered right; None if nothing was asked.
    """

    chapter: str
    known: bool | None


class Placement:
    """
    A state machine over the questions of some chapters.

    Args:
        chapters: The questions by chapter, in the course's order; see :func:`hardest`.
        note: Called with each answered question, so that no answer is lost.
    """

    def __init__(
        self, chapters: Mapping[str, Sequence[Posed]], note: Callable[[Asked], None]
    ) -> None:
        self._chapters = {name: list(asked) for name, asked in chapters.items() if asked}
        self._left = list(self._chapters)
        self._note = note
        self._at = 0
        self._known: dict[str, bool] = {}

    @property
    def chapter(self) -> str | None:
        """The chapter that is asked about now; None if the placement is over."""
        return self._left[0] if self._left else None

    @property
    def current(self) -> Posed:
        """The question that is asked now."""
        return self._chapters[self._left[0]][self._at]

    @property
    def known(self) -> tuple[str, ...]:
        """The chapters that have turned out to be known so far."""
        return tuple(name for name, known in self._known.items() if known)

    @property
    def placed(self) -> tuple[Placed, ...]:
        """All chapters, with what was found out about them."""
        return tuple(Placed(name, self._known.get(name)) for name in self._chapters)

    def answer(self, text: str) -> Response:
        """
        Take an answer, as it was typed; only this first one counts.

        Raises:
            AnswerError: If it can't be read; it is asked for again and nothing has changed.
        """
        posed = self.current
        verdict = judge_answer(posed.question, posed.key, text)
        self._note(Asked(posed, verdict))
        self._go_on(verdict.correct)
        return Response(verdict, posed, explained=True)

    def skip(self) -> None:
        """Leave what is asked now: what one skips, one does not know, but no answer is noted."""
        self._go_on(right=False)

    def _go_on(self, right: bool) -> None:
        self._at += 1
        if right and self._at < len(self._chapters[self._left[0]]):
            return
        self._known[self._left.pop(0)] = right
        self._at = 0
        latest = list(self._known.values())[-_PATIENCE:]
        if len(latest) == _PATIENCE and not any(latest):
            self._left.clear()

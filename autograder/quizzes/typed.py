"""The common part of kinds with a typed answer: number, tensor, shape."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from autograder.content import Language, Text
from autograder.observations import ErrorFact, Fact
from autograder.quizzes.drafts import CollisionError, Draft, ItemError, named
from autograder.quizzes.kind import Control, Kind
from autograder.quizzes.questions import Question, Solved
from autograder.quizzes.values import alike, in_words

__all__ = ["TypedKind"]


class TypedKind(Kind):
    """An answer that is typed: the value of ``ask`` after the code was run."""

    control: ClassVar[Control] = Control.TYPED
    same_answers: ClassVar[bool] = False

    @abstractmethod
    def canonical(self, fact: Fact, digits: int) -> tuple[str, int]:
        """
        Return the canonical form of a computed answer, and how many numbers are asked for.

        Raises:
            ItemError: If *fact* is no answer of this kind.
        """

    @abstractmethod
    def mistakable(self, one: str, other: str, digits: int) -> bool:
        """Tell whether an answer meant as *one* could be read as *other*."""

    @abstractmethod
    def spellings(self, question: Question, answer: str, printable: str) -> tuple[str, ...]:
        """
        Return how a canonical answer may be written, the commonest first, beginning with *printable*.

        They are for platforms that compare texts. All are read as this answer by :meth:`readings`;
        a learner who copies what Python or torch prints has written one of them.
        """

    def units(self, answer: str) -> tuple[int, ...]:
        """Return a canonical answer's numbers in units of their last digit; none for a shape."""
        return tuple(map(int, answer.split(",")))

    def solve(self, draft: Draft) -> Solved:
        digits = draft.item.digits
        if not draft.code:
            raise ItemError("needs code to find its key by, its own or, unseen, in solutions/")
        if draft.shown_code and draft.solution.code:
            raise ItemError("has code of its own; remove that in solutions/")
        key = draft.value(draft.code, draft.ask)
        if isinstance(key, ErrorFact):
            raise ItemError(f"its code raises {in_words(key, 2)}")
        right, count = self.canonical(key, digits)
        answers, printable = {right: draft.meaning(True)}, {right: in_words(key, digits)}
        for distractor, fact in draft.distractors():
            if isinstance(fact, ErrorFact):
                raise ItemError(f"a distractor raises {in_words(fact, 2)}")
            wrong, _ = self.canonical(fact, digits)
            if any(self.mistakable(wrong, other, digits) for other in answers):
                raise CollisionError(
                    f"the distractor {named(distractor)} gives {in_words(fact, digits)}, "
                    f"which is another answer already (with {dict(draft.parameters)})"
                )
            answers[wrong] = draft.meaning(False, distractor)
            printable[wrong] = in_words(fact, digits)
        return draft.solved(draft.question(count=count), answers, printable)

    def complaints(self, solved: Solved) -> Iterator[str]:
        if not solved.wrong:
            yield "predicts no wrong answer; add a distractor"

    def written(self, solved: Solved, answer: str) -> Text:
        return alike(solved.shown.get(answer, answer))

    def right_answer(self, solved: Solved, language: Language) -> str:  # noqa: ARG002
        return f"`{solved.shown[solved.right[0]]}`"

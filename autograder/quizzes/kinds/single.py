"""``single``: one right option, of those that are written or of those that running gives."""

from __future__ import annotations

from autograder.content.items import ItemKind
from autograder.languages import mark
from autograder.observations import ErrorFact
from autograder.quizzes.choosing import ChoiceKind, computed, right_options, written
from autograder.quizzes.drafts import CollisionError, Draft, ItemError
from autograder.quizzes.kind import Control
from autograder.quizzes.questions import Solved
from autograder.quizzes.values import alike, in_words

__all__ = ["KIND"]


class Single(ChoiceKind):
    """Where the item has ``ask``, its value and what the distractors give are the options."""

    name = ItemKind.SINGLE
    control = Control.ONE
    how = mark("one letter")
    how_to_click = mark("Choose one.")

    def solve(self, draft: Draft) -> Solved:
        return self._computed(draft) if draft.item.ask is not None else self._written(draft)

    def _computed(self, draft: Draft) -> Solved:
        key = draft.value(draft.code, draft.ask)
        if isinstance(key, ErrorFact):
            raise ItemError(f"its code raises {in_words(key, 2)}")
        return computed(draft, key, lambda fact: alike(in_words(fact, draft.item.digits)))

    def _written(self, draft: Draft) -> Solved:
        right, by_torch = right_options(draft)
        if len(right) != 1:
            names = ", ".join(sorted(right)) or "none"
            # Other parameters may help, but not where the key was typed.
            kind = CollisionError if by_torch else ItemError
            raise kind(
                f"one option must be right, but right are: {names} ({dict(draft.parameters)})"
            )
        return written(draft, right)


KIND = Single()

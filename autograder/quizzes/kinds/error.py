"""``error``: which error is raised, of those that the code and its mistaken forms raise."""

from __future__ import annotations

from autograder.content import Text
from autograder.content.items import ItemKind
from autograder.languages import in_all, mark
from autograder.observations import ErrorFact, Fact
from autograder.quizzes.choosing import ChoiceKind, computed
from autograder.quizzes.drafts import Draft
from autograder.quizzes.kind import Control
from autograder.quizzes.questions import Solved
from autograder.quizzes.values import alike, in_words

__all__ = ["KIND"]


class Error(ChoiceKind):
    """The options are computed; one of them may be that no error is raised."""

    name = ItemKind.ERROR
    control = Control.ONE
    how = mark("one letter")
    how_to_click = mark("Choose one.")

    def solve(self, draft: Draft) -> Solved:
        def word(fact: Fact) -> Text:
            if not isinstance(fact, ErrorFact):
                return in_all(draft.languages, mark("No error is raised."))
            return alike(in_words(fact, draft.item.digits))

        return computed(draft, draft.gives(draft.code, draft.item.ask), word)


KIND = Error()

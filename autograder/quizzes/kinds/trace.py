"""``trace``: names that the code gives in some order, such as the nodes of a graph."""

from __future__ import annotations

from autograder.content.items import ItemKind
from autograder.quizzes.drafts import CollisionError, Draft, ItemError, named
from autograder.quizzes.ordering import OrderedKind, mixed
from autograder.quizzes.questions import Option, Solved
from autograder.quizzes.values import alike, in_words, names_in

__all__ = ["KIND"]


class Trace(OrderedKind):
    """``ask`` gives a list of names; the key is their order."""

    name = ItemKind.TRACE

    def solve(self, draft: Draft) -> Solved:
        key = draft.value(draft.code, draft.ask)
        names = names_in(key)
        if len(names) < 2 or len(set(names)) < len(names):
            raise ItemError(
                f"a trace is a list of different names, but its ask is {in_words(key, 2)}"
            )
        ids = {name: f"o{number}" for number, name in enumerate(sorted(names), start=1)}
        answers = {",".join(ids[name] for name in names): draft.meaning(True)}
        for distractor, fact in draft.distractors():
            mistaken = names_in(fact)
            if set(mistaken) != set(names):
                raise ItemError(
                    f"the distractor {named(distractor)} orders other names: {mistaken}"
                )
            answer = ",".join(ids[name] for name in mistaken)
            if answer in answers:
                raise CollisionError(
                    f"the distractor {named(distractor)} is another answer already"
                )
            answers[answer] = draft.meaning(False, distractor)
        options = [Option(ids[name], alike(name), code=True) for name in names]
        return draft.solved(draft.question(mixed(draft, options, answers)), answers)


KIND = Trace()

"""The common part of kinds with lines to be put in order: trace, order."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import ClassVar

from autograder.content import Language, Text
from autograder.languages import mark
from autograder.quizzes.choosing import choices_of, given_back, letter_of
from autograder.quizzes.drafts import Draft, ItemError
from autograder.quizzes.kind import AnswerError, Control, Kind
from autograder.quizzes.questions import Meaning, Option, Question, Solved
from autograder.quizzes.values import alike

__all__ = ["OrderedKind", "mixed"]


class OrderedKind(Kind):
    """Lines to be put in order. Canonical form: all their ids in order, joined by commas."""

    control: ClassVar[Control] = Control.SORTED
    how: ClassVar[str] = mark("the letters in order, such as {letters}")
    same_answers: ClassVar[bool] = False
    runs_its_key: ClassVar[bool] = True

    def readings(self, text: str, question: Question) -> tuple[str, ...]:
        options = question.options
        found = choices_of(text, options, (r"\s*(?:[;>→\n]|->)\s*", r"\s*,\s*", r"[\s,;]+"))
        if len(found) != len(options) or len(set(found)) != len(found):
            count = len(options)
            raise AnswerError(mark("name each of the {count} lines once, in order"), count=count)
        return (",".join(found),)

    def given_back(self, text: str, question: Question, *, sure: bool) -> str:
        return given_back(text, question.options, sure=sure)

    def example(self, question: Question) -> Mapping[str, object]:
        # The letters are reversed: lines are never shown in a right order, but the reverse of
        # what is shown may be right.
        return {"letters": "".join(map(letter_of, reversed(range(len(question.options)))))}

    def written(self, solved: Solved, answer: str) -> Text:
        texts = {option.id: option.text for option in solved.question.options}
        parts = [texts[part] for part in answer.split(",") if part in texts]
        if not parts:
            return alike(answer)
        languages = solved.question.stem.root
        return Text({one: " → ".join(part[one] for part in parts) for one in languages})

    def right_answer(self, solved: Solved, language: Language) -> str:
        texts = {option.id: option.markdown(language) for option in solved.question.options}
        return " → ".join(texts[name] for name in solved.right[0].split(","))


def mixed(draft: Draft, options: Sequence[Option], answers: Mapping[str, Meaning]) -> list[Option]:
    """
    Return the options in an order that is no right answer.

    Raises:
        ItemError: If every order is right.
    """
    for order in itertools.permutations(draft.shuffled(options)):
        meaning = answers.get(",".join(option.id for option in order))
        if meaning is None or not meaning.right:
            return list(order)
    raise ItemError("every order of it is right")

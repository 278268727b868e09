"""Judging an answer to a question: right or not, how far, which misconception, what to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.content import Text
from autograder.content.items import ItemKind
from autograder.quizzes.answers import readings
from autograder.quizzes.questions import AnswerKey, Question, Told

__all__ = ["AnswerVerdict", "judge_answer"]


@dataclass(frozen=True, slots=True)
class AnswerVerdict:
    """
    Attributes:
        credit: 0 to 1; of several right options a part of it, less one part for each wrong one.
        told: What the answer means, or what each part of it does, the right ones first.
        missed: How many right options were not chosen.
    """

    item: str
    correct: bool
    credit: float
    told: tuple[Told, ...]
    missed: int = 0

    @property
    def misconceptions(self) -> tuple[str, ...]:
        names = [told.misconception for told in self.told if told.misconception and not told.right]
        return tuple(dict.fromkeys(names))

    def said(self, sentences: Mapping[str, Text]) -> tuple[Text, ...]:
        """What to say to the answer, without repeats; *sentences* are those of misconceptions."""
        said = [told.said(sentences) for told in self.told]
        return tuple({text.en: text for text in said if text is not None}.values())


def judge_answer(question: Question, key: AnswerKey, answer: str) -> AnswerVerdict:
    """
    Judge *answer*, as it was typed.

    Raises:
        AnswerError: If it can't be read; nothing was judged then.
    """
    forms = readings(answer, question)
    if question.kind is ItemKind.MULTIPLE:
        return _several(question, key, set(forms[0].split(",")))
    known = [told for told in map(key.told, forms) if told is not None]
    # Of neighbouring readings a right one counts: tolerance is for the learner's good.
    best = next((told for told in known if told.right), known[0] if known else Told(right=False))
    return AnswerVerdict(question.item, best.right, float(best.right), (best,))


def _several(question: Question, key: AnswerKey, chosen: set[str]) -> AnswerVerdict:
    every = {option.id: key.told(option.id) or Told(right=False) for option in question.options}
    right = {name for name, told in every.items() if told.right}
    told = sorted((every[name] for name in chosen), key=lambda told: not told.right)
    # A right option that was left out may show a misconception too.
    told += [
        Told(False, every[name].misconception, every[name].feedback)
        for name in sorted(right - chosen)
    ]
    credit = max(0.0, (len(chosen & right) - len(chosen - right)) / max(1, len(right)))
    return AnswerVerdict(
        question.item, chosen == right, credit, tuple(told), missed=len(right - chosen)
    )

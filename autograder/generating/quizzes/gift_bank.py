"""Questions read from GIFT as the two sides of an item bank."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from autograder.content import Language
from autograder.generating.quizzes.gift import GiftQuestion

__all__ = ["as_bank"]

#: The parts of an item besides its stem, and those of its solution besides the explanation.
_Sides = tuple[dict[str, Any], dict[str, Any]]

#: Puts words into the form that a text has in a bank.
_Texts = Callable[[str], dict[str, str]]


def as_bank(
    questions: list[GiftQuestion],
    *,
    prefix: str,
    after: str,
    concept: str,
    languages: Sequence[Language],
) -> tuple[dict[str, Any], dict[str, Any]]:
    """
    Return the two sides of an item bank: the items for ``exercises/`` and those for ``solutions/``.

    Texts are copied unchanged to all *languages*; the author translates them.
    """

    def text(words: str) -> dict[str, str]:
        return dict.fromkeys(languages, words)

    public: dict[str, Any] = {}
    solutions: dict[str, Any] = {}
    for number, question in enumerate(questions, start=1):
        name = f"{prefix}{number:02}"
        asked, keyed = _SIDES[question.kind](question, text)
        public[name] = {
            "kind": question.kind, "stem": text(question.stem), **asked,
            "concepts": [concept], "after": after,
        }  # fmt: skip
        solutions[name] = {"explain": text(question.feedback or question.name), **keyed}
    return public, solutions


def _number_sides(question: GiftQuestion, _: _Texts) -> _Sides:
    value, tolerance = question.value
    digits = next((d for d in range(6) if 10.0**-d <= max(tolerance, 1e-6) * 1.01), 6)
    # The value stands in solutions/ alone: learners see an item's code.
    return {"ask": "answer", "digits": digits}, {"code": f"answer = {value!r}"}


def _choice_sides(question: GiftQuestion, text: _Texts) -> _Sides:
    answers = {f"o{index}": answer for index, answer in enumerate(question.answers, start=1)}
    options = {name: {"text": text(answer.text)} for name, answer in answers.items()}
    messages = {
        name: {"feedback": text(answer.feedback)}
        for name, answer in answers.items()
        if answer.feedback
    }
    key = [name for name, answer in answers.items() if answer.right]
    return {"options": options}, {"key": key, "options": messages}


#: What each of GIFT's kinds of question adds to the two sides of an item.
_SIDES: Mapping[str, Callable[[GiftQuestion, _Texts], _Sides]] = MappingProxyType(
    {"number": _number_sides, "single": _choice_sides, "multiple": _choice_sides}
)

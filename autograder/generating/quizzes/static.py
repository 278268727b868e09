"""Quizzes without kernel or platform: jupyterquiz's JSON, and a printable sheet with its key."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from autograder.content import Language
from autograder.generating.quizzes.forms import Choice, Form, Pool, Typed, Way
from autograder.languages import words_in
from autograder.pages.page import page

__all__ = ["jupyterquiz_json", "keys_of", "sheet_html", "sheet_key_html"]


def jupyterquiz_json(pools: Sequence[Pool]) -> str:
    """
    Return questions for jupyterquiz (with the fields of 2.9), for static sites.

    They are for practice only, since jupyterquiz keeps answers in the page and accepts no decimal
    comma. Orders become choices and typed lists become texts, the nearest types that it has.
    """
    # Whys are left out: all questions stand on one page, and a why says its item's answer.
    questions = [_question(form) for form in _first_of_each(pools)]
    return json.dumps(questions, ensure_ascii=False, indent=1) + "\n"


def _first_of_each(pools: Sequence[Pool]) -> list[Form]:
    """The first variant of each item, without its *why*."""
    return [pool.forms[0] for pool in pools if not pool.why]


def _question(form: Form) -> dict[str, Any]:
    kind, answers_to = _TYPES[form.way]
    # The code is within the prompt, since its field `code` can't show numbers of lines.
    return {"question": form.prompt, "type": kind, "answers": answers_to(form)}


def _choices(form: Form) -> list[dict[str, Any]]:
    return [
        {"answer": c.html, "correct": c.right, "feedback": _message_on(c, form)}
        for c in form.choices
    ]


def _message_on(choice: Choice, form: Form) -> str:
    if choice.feedback or not choice.right:
        return choice.feedback or _again(form)
    say = words_in(form.language)
    # With several right options, others may still be open when one is chosen.
    return form.explain if form.way is Way.ONE else say("Right.")


def _numbers(form: Form) -> list[dict[str, Any]]:
    return [*(_range(typed, form) for typed in form.typed), _any_other(form)]


def _texts(form: Form) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = [
        {"answer": text, "correct": typed.right, "feedback": _messages(typed, form)}
        for typed in form.typed
        for text in typed.texts
    ]
    return [*answers, _any_other(form)]


#: jupyterquiz's type of question for each way, and the function that makes its answers. It has no
#: ordering questions.
_TYPES: Mapping[Way, tuple[str, Callable[[Form], list[dict[str, Any]]]]] = MappingProxyType(
    {
        Way.ONE: ("multiple_choice", _choices),
        Way.SEVERAL: ("many_choice", _choices),
        Way.NUMBER: ("numeric", _numbers),
        Way.TEXT: ("string", _texts),
    }
)


def _any_other(form: Form) -> dict[str, Any]:
    return {"type": "default", "feedback": _again(form)}


def _range(typed: Typed, form: Form) -> dict[str, Any]:
    span = [typed.value - form.tolerance, typed.value + form.tolerance]
    return {
        "type": "range",
        "range": [round(edge, form.digits + 4) for edge in span],
        "correct": typed.right,
        "feedback": _messages(typed, form),
    }


def _messages(typed: Typed, form: Form) -> str:
    return typed.feedback or (form.explain if typed.right else _again(form))


def _again(form: Form) -> str:
    say = words_in(form.language)
    return say("Not this.")


def sheet_html(pools: Sequence[Pool], title: str, language: Language, *, student: str = "") -> str:
    """Return a sheet to print: questions with room to answer, and no key; *student* is a name."""
    return _sheet(_first_of_each(pools), title, language, None, student)


def sheet_key_html(pools: Sequence[Pool], title: str, language: Language) -> str:
    """Return the sheet's key: the answer to each question, and why it is right."""
    return _sheet(_first_of_each(pools), title, language, keys_of(pools), "")


def keys_of(pools: Sequence[Pool]) -> list[str]:
    """Return the answer to each question of a sheet, as it is written there."""
    return [_KEYS[form.way](form) for form in _first_of_each(pools)]


def _sheet(
    forms: Sequence[Form], title: str, language: Language, key: Sequence[str] | None, student: str
) -> str:
    say = words_in(language)
    return page(
        "sheet.html",
        title=title, language=language, forms=forms, say=say, key=key, student=student,
    )  # fmt: skip


def _labels(form: Form) -> str:
    return ", ".join(choice.label for choice in form.right)


def _arrows(form: Form) -> str:
    return " → ".join(choice.label for choice in form.choices)


def _first_spelling(form: Form) -> str:
    return next(typed.texts[0] for typed in form.typed if typed.right)


#: How the key of each way is printed.
_KEYS: Mapping[Way, Callable[[Form], str]] = MappingProxyType(
    {
        Way.ONE: _labels,
        Way.SEVERAL: _labels,
        Way.NUMBER: _first_spelling,
        Way.TEXT: _first_spelling,
        Way.ORDER: _arrows,
    }
)

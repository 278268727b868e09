"""Quizzes without kernel or platform: jupyterquiz's JSON, and a printable sheet with its key."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from autograder.content import Language
from autograder.generating.quizzes.forms import Form, Pool, Typed, Way
from autograder.languages import words_in
from autograder.pages.page import page
from autograder.quizzes import letter_of

__all__ = ["jupyterquiz_json", "sheet_html", "sheet_key_html"]


def jupyterquiz_json(pools: Sequence[Pool]) -> str:
    """
    Return questions for jupyterquiz (with the fields of 2.9), for static sites.

    They are for practice only, since jupyterquiz keeps answers in the page and accepts no decimal
    comma. Orders become choices and typed lists become texts, the nearest types that it has.
    """
    questions = [_question(form) for pool in pools for form in pool.forms[:1]]
    return json.dumps(questions, ensure_ascii=False, indent=1) + "\n"


def _question(form: Form) -> dict[str, Any]:
    data: dict[str, Any] = {"question": form.stem, "type": ""}
    if form.code:
        data["code"] = form.code
    data["type"], answers_to = _TYPES[form.way]
    data["answers"] = answers_to(form)
    return data


def _choices(form: Form) -> list[dict[str, Any]]:
    return [
        {"answer": c.html, "correct": c.right, "feedback": c.feedback or _again(form)}
        for c in form.choices
    ]


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
    return words_in(form.language)("Not this.")


def sheet_html(pools: Sequence[Pool], title: str, language: Language) -> str:
    """Return a sheet to print: questions with room to answer, and no key."""
    forms = [form for pool in pools for form in pool.forms[:1]]
    say = words_in(language)
    return page("sheet.html", title=title, language=language, forms=forms, say=say, key=None)


def sheet_key_html(pools: Sequence[Pool], title: str, language: Language) -> str:
    """Return the sheet's key: the answer to each question, and why it is right."""
    forms = [form for pool in pools for form in pool.forms[:1]]
    key = [_key(form) for form in forms]
    say = words_in(language)
    return page("sheet.html", title=title, language=language, forms=forms, say=say, key=key)


def _key(form: Form) -> str:
    return _KEYS[form.way](form)


def _letters(form: Form) -> str:
    return ", ".join(letter_of(i) for i, choice in enumerate(form.choices) if choice.right)


def _arrows(form: Form) -> str:
    return " → ".join(choice.plain for choice in form.choices)


def _first_spelling(form: Form) -> str:
    return next(typed.texts[0] for typed in form.typed if typed.right)


#: How the key of each way is printed.
_KEYS: Mapping[Way, Callable[[Form], str]] = MappingProxyType(
    {
        Way.ONE: _letters,
        Way.SEVERAL: _letters,
        Way.NUMBER: _first_spelling,
        Way.TEXT: _first_spelling,
        Way.ORDER: _arrows,
    }
)

"""Where no kernel and no platform is: jupyterquiz's JSON, and a printable sheet with its key."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from autograder.content import Language
from autograder.generating.quizzes.forms import Form, Pool, Typed, Way
from autograder.languages import words_in
from autograder.pages.page import page
from autograder.quizzes import letter_of

__all__ = ["jupyterquiz_json", "sheet_html", "sheet_key_html"]


def jupyterquiz_json(pools: Sequence[Pool]) -> str:
    """
    Return questions for jupyterquiz (2.9's fields), for static sites.

    It keeps answers in the page and takes no decimal comma: for practice only. Typed lists and
    orders are given as choices and texts, the nearest that it has.
    """
    questions = [_question(form) for pool in pools for form in pool.forms[:1]]
    return json.dumps(questions, ensure_ascii=False, indent=1) + "\n"


def _question(form: Form) -> dict[str, Any]:
    data: dict[str, Any] = {"question": form.stem, "type": "multiple_choice"}
    if form.code:
        data["code"] = form.code
    match form.way:
        case Way.ONE | Way.SEVERAL:
            data["type"] = "multiple_choice" if form.way is Way.ONE else "many_choice"
            data["answers"] = [
                {"answer": c.html, "correct": c.right, "feedback": c.feedback or _again(form)}
                for c in form.choices
            ]
        case Way.NUMBER:
            data["type"] = "numeric"
            data["answers"] = [_range(typed, form) for typed in form.typed]
            data["answers"].append({"type": "default", "feedback": _again(form)})
        case _:
            data["type"] = "string"
            data["answers"] = [
                {"answer": text, "correct": typed.right, "feedback": _said(typed, form)}
                for typed in form.typed
                for text in typed.texts
            ]
            data["answers"].append({"type": "default", "feedback": _again(form)})
    return data


def _range(typed: Typed, form: Form) -> dict[str, Any]:
    span = [typed.value - form.tolerance, typed.value + form.tolerance]
    return {
        "type": "range",
        "range": [round(edge, form.digits + 4) for edge in span],
        "correct": typed.right,
        "feedback": _said(typed, form),
    }


def _said(typed: Typed, form: Form) -> str:
    return typed.feedback or (form.explain if typed.right else _again(form))


def _again(form: Form) -> str:
    return words_in(form.language)("Not this.")


def sheet_html(pools: Sequence[Pool], title: str, language: Language) -> str:
    """Return a sheet to print: questions with room to answer, and no key."""
    forms = [form for pool in pools for form in pool.forms[:1]]
    say = words_in(language)
    return page("sheet.html", title=title, language=language, forms=forms, say=say, key=None)


def sheet_key_html(pools: Sequence[Pool], title: str, language: Language) -> str:
    """Return the sheet's key: an answer and its reason for each question."""
    forms = [form for pool in pools for form in pool.forms[:1]]
    key = [_key(form) for form in forms]
    say = words_in(language)
    return page("sheet.html", title=title, language=language, forms=forms, say=say, key=key)


def _key(form: Form) -> str:
    match form.way:
        case Way.ONE | Way.SEVERAL:
            letters = [letter_of(i) for i, choice in enumerate(form.choices) if choice.right]
            return ", ".join(letters)
        case Way.ORDER:
            return " → ".join(choice.plain for choice in form.choices)
        case _:
            return next(typed.texts[0] for typed in form.typed if typed.right)

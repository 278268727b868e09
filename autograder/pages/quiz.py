"""A page with questions that checks answers by itself, without a kernel."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from markupsafe import escape

from autograder.content import Language, Text
from autograder.feedback.quiz import how_to_choose
from autograder.languages import words_in
from autograder.pages.page import page, prose
from autograder.quizzes import Option, Posed, Question, kind_of

__all__ = ["option_html", "prompt_html", "quiz_page", "safe_json"]


def quiz_page(
    questions: Sequence[Posed], sentences: Mapping[str, Text], title: str, language: Language
) -> str:
    """
    Return the page. Its keys are sealed; see ``autograder/quizzes/sealing.py``.

    Args:
        sentences: The sentence on each misconception that an answer may show, by its id.
    """
    say = words_in(language)
    words = {
        "right": say("Right."),
        "partly": say("Partly right."),
        "wrong": say("Not this."),
        "unread": say("This can't be read as an answer; look at what is asked for."),
    }
    data = {
        "language": language,
        "words": words,
        "sentences": {name: text[language] for name, text in sentences.items()},
        "questions": [
            {
                "item": posed.question.item,
                "variant": posed.question.variant,
                "kind": posed.question.kind.value,
                "control": kind_of(posed.question).control.value,
                "digits": posed.question.digits,
                "count": posed.question.count,
                "lines": len(posed.question.lines),
                "options": [option.id for option in posed.question.options],
                "salt": posed.key.salt,
                "sealed": posed.key.sealed,
                "explain": posed.sealed_explanation,
            }
            for posed in questions
        ],
    }
    shown = [
        {
            "id": f"q-{posed.question.item}",
            "name": posed.question.item,
            "control": kind_of(posed.question).control.value,
            "prompt": prompt_html(posed.question, language),
            "options": [option_html(option, language) for option in posed.question.options],
            "how": how_to_choose(posed.question, say),
        }
        for posed in questions
    ]
    return page(
        "quiz.html",
        script_names=("answering.js", "quiz.js"),
        title=title,
        language=language,
        say=say,
        questions=shown,
        keys=safe_json(data),
    )


def prompt_html(question: Question, language: Language) -> str:
    """Return stem and code as HTML, escaped."""
    parts = re.split(r"\n\s*\n", question.stem[language])
    stem = "".join(f"<p>{prose(part)}</p>" for part in parts)
    code = question.code
    return stem + (f"<pre><code>{escape(code)}</code></pre>" if code is not None else "")


def option_html(option: Option, language: Language) -> dict[str, str]:
    """Return an option's id, its text, and the same as HTML, escaped."""
    text = option.text[language]
    html = f"<code>{escape(text)}</code>" if option.code else str(prose(text))
    return {"id": option.id, "text": text, "html": html}


def safe_json(data: object) -> str:
    """Return *data* as JSON that is safe inside a page: no tag begins or ends in it."""
    text = json.dumps(data, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")

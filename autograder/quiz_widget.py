"""
The quiz in a notebook: asked by a widget, judged by the kernel.

What the page gets is the question. Keys stay in the kernel, and what is said to an answer goes over
as a message and not as state, so a saved notebook holds neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Any

import anywidget
import traitlets

from autograder.content import Course, Language
from autograder.feedback.quiz import how_to_choose, said_about
from autograder.feedback.refusals import unsaved
from autograder.languages import Words, words_in
from autograder.pages.quiz import option_html, prompt_html
from autograder.quizzes import AnswerError, Posed, Response, Sitting, Stage, load_bank
from autograder.workspace import ProgressFile
from autograder.workspace.questions import note_answers, of_chapter, variant_to_ask

__all__ = ["QuizWidget", "make_quiz"]

_ASSETS = resources.files("autograder.pages") / "templates"


class QuizWidget(anywidget.AnyWidget):
    """
    One sitting. ``shown`` is the state: the question as it is asked, never an answer.

    Messages from the page: ``{"answer": text}`` and ``{"skip": true}``. Messages to it:
    ``{"told": {…}}``, what is said to the answer.
    """

    _esm = (_ASSETS / "quiz_widget.js").read_text(encoding="utf-8")
    _css = (_ASSETS / "quiz_widget.css").read_text(encoding="utf-8")
    shown = traitlets.Dict().tag(sync=True)

    def __init__(self, sitting: Sitting, course: Course, say: Words, file: ProgressFile) -> None:
        self._sitting, self._course, self._say, self._file = sitting, course, say, file
        super().__init__(shown=self._now())
        self.on_msg(self._heard)

    def _heard(self, _: object, message: Mapping[str, Any], __: object) -> None:
        if self._sitting.stage is Stage.DONE:
            return
        if message.get("skip") is True:
            self._sitting.skip()
        elif isinstance(answer := message.get("answer"), str):
            self._answer(answer)
        self.shown = self._now()

    def _answer(self, text: str) -> None:
        try:
            response = self._sitting.answer(text)
        except AnswerError as error:
            self.send({"told": {"unread": self._say(error.problem, **error.parts)}})
        else:
            self.send({"told": self._told(response)})

    def _told(self, response: Response) -> dict[str, Any]:
        verdict, say = response.verdict, self._say
        if verdict.correct:
            head = say("Right.")
        elif verdict.credit:
            head = say("Partly right: {percent} %.", percent=round(100 * verdict.credit))
        else:
            head = say("Not this.")
        texts = [text[say.language] for text in said_about(response, self._course)]
        lost = unsaved(self._file, say, again=say("It is tried again with your next answer."))
        again = self._sitting.stage is Stage.AGAIN
        return {
            "head": head,
            "sign": "✓" if verdict.correct else ("~" if verdict.credit else "✗"),
            "texts": [*texts, lost] if lost else texts,
            "explain": response.posed.explain[say.language] if response.explained else "",
            "again": say("Have another try, for yourself.") if again else "",
        }

    def _now(self) -> dict[str, Any]:
        """What is asked at the moment, as plain data."""
        say, sitting = self._say, self._sitting
        words = {"check": say("check"), "skip": say("go on"), "up": say("up"), "down": say("down")}
        if sitting.stage is Stage.DONE:
            answered = [asked for asked in sitting.over if asked.verdict is not None]
            told = say("{credit} of {count}", credit=f"{sitting.credit:.3g}", count=len(answered))
            return {"stage": "done", "sum": told, "language": say.language, "words": words}
        question = sitting.current.question
        return {
            "stage": sitting.stage.value,
            "language": say.language,
            "words": words,
            "name": question.item,
            "number": sitting.number,
            "count": sitting.count,
            "kind": question.kind.value,
            "prompt": prompt_html(question, say.language),
            "how": how_to_choose(question, say),
            "options": [option_html(option, say.language) for option in question.options],
        }


def make_quiz(
    course: Course, what: str, language: Language, progress_file: ProgressFile
) -> QuizWidget:
    """
    Return a widget that asks the questions of a chapter, or one item.

    Args:
        what: A chapter (``05_grad``) or an item's id.

    Raises:
        ValueError: If there is neither.
    """
    known = progress_file.load()
    bank = load_bank(course)
    if what in course.items:
        names = [what]
    elif what in course.banks:
        names = of_chapter(course, known, what)
    else:
        raise ValueError(f"{what!r} is no chapter with questions and no question")
    questions: list[Posed] = [bank.posed(name, variant_to_ask(known, name)) for name in names]
    sitting = Sitting(questions, note_answers(progress_file))
    return QuizWidget(sitting, course, words_in(language), progress_file)

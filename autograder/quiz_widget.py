"""
The quiz in a notebook: asked by a widget, judged by the kernel.

The page gets only the question. Keys stay in the kernel, and the feedback on an answer is sent as
a message, not as state, so a saved notebook holds neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Any

import anywidget
import traitlets

from autograder.content import Course, Language, direction_of
from autograder.feedback.quiz import how_to_choose, quiz_feedback, sentences
from autograder.feedback.refusals import unsaved
from autograder.languages import Words, words_in
from autograder.pages.quiz import option_html, prompt_html
from autograder.quizzes import (
    AnswerError,
    Posed,
    QuizSession,
    Response,
    Stage,
    Standing,
    kind_of,
    load_bank,
)
from autograder.workspace import ProgressFile
from autograder.workspace.questions import note_answers, of_chapter, variant_to_ask

__all__ = ["QuizWidget", "make_quiz"]

_SIGNS = {Standing.RIGHT: "✓", Standing.PARTLY: "~", Standing.WRONG: "✗"}
_ASSETS = resources.files("autograder.pages") / "templates"


class QuizWidget(anywidget.AnyWidget):
    """
    One quiz session. Its state, ``shown``, is the question as it is asked, never an answer.

    Messages from the page: ``{"answer": text}`` and ``{"skip": true}``. Messages to the page:
    ``{"told": {…}}``, the feedback on an answer.
    """

    _esm = "".join(
        (_ASSETS / name).read_text(encoding="utf-8") for name in ("answering.js", "quiz_widget.js")
    )
    _css = (_ASSETS / "quiz_widget.css").read_text(encoding="utf-8")
    shown = traitlets.Dict().tag(sync=True)

    def __init__(
        self, session: QuizSession, course: Course, say: Words, file: ProgressFile
    ) -> None:
        self._session, self._course, self._say, self._file = session, course, say, file
        super().__init__(shown=self._now())
        self.on_msg(self._heard)

    def _heard(self, _: object, message: Mapping[str, Any], __: object) -> None:
        if self._session.stage is Stage.DONE:
            return
        if message.get("skip") is True:
            self._session.skip()
        elif isinstance(answer := message.get("answer"), str):
            self._answer(answer)
        self.shown = self._now()

    def _answer(self, text: str) -> None:
        try:
            response = self._session.answer(text)
        except AnswerError as error:
            self.send({"told": {"unread": error.message(self._say)}})
        else:
            self.send({"told": self._feedback(response)})

    def _feedback(self, response: Response) -> dict[str, Any]:
        say = self._say
        feedback = quiz_feedback(response, sentences(self._course), say)
        lost = unsaved(self._file, say, again=say("It is tried again with your next answer."))
        again = self._session.stage is Stage.AGAIN
        return {
            "head": feedback.head,
            "sign": _SIGNS[feedback.standing],
            "texts": [*feedback.ideas, lost] if lost else list(feedback.ideas),
            "explain": feedback.explanation,
            "again": say("Have another try, for yourself.") if again else "",
        }

    def _now(self) -> dict[str, Any]:
        """The present question, as plain data."""
        say, session = self._say, self._session
        spoken = {"language": say.language, "direction": direction_of(say.language)}
        words = {"check": say("check"), "skip": say("go on"), "up": say("up"), "down": say("down")}
        if session.stage is Stage.DONE:
            answered = [asked for asked in session.over if asked.verdict is not None]
            sentence = say(
                "{credit} of {count}", credit=f"{session.credit:.3g}", count=len(answered)
            )
            return {"stage": "done", "sum": sentence, "words": words, **spoken}
        question = session.current.question
        return {
            "stage": session.stage.value,
            **spoken,
            "words": words,
            "name": question.item,
            "number": session.number,
            "count": session.count,
            "control": kind_of(question).control.value,
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
        ValueError: If *what* is neither.
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
    session = QuizSession(questions, note_answers(progress_file))
    return QuizWidget(session, course, words_in(language), progress_file)

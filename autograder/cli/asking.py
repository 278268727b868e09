"""A quiz session on the terminal: a question, a typed answer, feedback on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Line

from autograder.cli.session import Session
from autograder.content import Course
from autograder.feedback.quiz import how_to_answer
from autograder.quizzes import AnswerError, Posed, QuizSession, Response, Stage
from autograder.screens.quiz import render_question, render_response, render_sum
from autograder.screens.signs import ascii_only
from autograder.workspace import Workspace
from autograder.workspace.questions import note_answers

__all__ = ["ask_questions", "take_answer"]

_QUIT, _SKIP = ("q", "quit", ":q"), ("", "s", "skip")


def ask_questions(
    session: Session,
    course: Course,
    workspace: Workspace | None,
    questions: Sequence[Posed],
    cards: Mapping[str, str],
) -> None:
    """
    Ask *questions* on the terminal; each answer is saved as soon as its question is over.

    Args:
        workspace: The working copy in whose progress answers are noted, if there is one.
        cards: By item, the card for which it is asked, if that is not the item's own.
    """
    console, say = session.console, session.say
    file = workspace.progress_file if workspace else None
    asking = QuizSession(questions, note_answers(file, dict(cards)))
    if workspace is None:
        console.print(Line(say("This is no working copy, so nothing will be noted."), "dim"))
    while asking.stage is not Stage.DONE:
        if file is not None:
            session.tell_unsaved(file)
        if not _take_turn(session, course, asking):
            break
    if asking.over:
        console.print()
        console.print(render_sum(asking.over, say, ascii_only=ascii_only(console)))
    if file is not None:
        session.tell_unsaved(file)


def _take_turn(session: Session, course: Course, asking: QuizSession) -> bool:
    """Ask for one answer and give feedback on it; return whether to go on."""
    console, say, posed = session.console, session.say, asking.current
    second_try = asking.stage is Stage.AGAIN
    if not second_try:
        console.print()
        console.print(render_question(posed, say, number=asking.number, count=asking.count))
    going_on = take_answer(session, course, posed, asking)
    if asking.stage is Stage.AGAIN and not second_try:
        console.print(Line("  " + say("Have another try, for yourself; Enter goes on."), "dim"))
    return going_on


class Asking(Protocol):
    """What an answer is given to."""

    def answer(self, text: str) -> Response:
        """Take an answer; raises AnswerError if it can't be read."""

    def skip(self) -> None:
        """Leave the question."""


def take_answer(session: Session, course: Course, posed: Posed, asking: Asking) -> bool:
    """Read an answer to *posed* and give feedback on it; return whether to go on."""
    console, say = session.console, session.say
    typed = _typed(console, how_to_answer(posed.question, say))
    if typed is None:
        return False
    if typed.casefold() in _SKIP:
        asking.skip()
        return True
    try:
        response = asking.answer(typed)
    except AnswerError as error:
        console.print(Line(error.message(say), "yellow"))
        return True
    rendered = render_response(response, course, say, ascii_only=ascii_only(console))
    console.print(Padding(rendered, (0, 0, 0, 1)))
    return True


def _typed(console: Console, hint: str) -> str | None:
    """Read an answer from the keyboard or a pipe; None at its end, or if the learner quits."""
    prompt = Line.assemble((f"{hint} ", "dim"), ("› " if not ascii_only(console) else "> ", "bold"))
    try:
        typed = console.input(prompt).strip()
    except (EOFError, KeyboardInterrupt):
        console.print()
        return None
    return None if typed.casefold() in _QUIT else typed

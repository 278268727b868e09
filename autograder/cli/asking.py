"""A quiz session on the terminal: a question, a typed answer, feedback on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Line

from autograder.cli.session import Session
from autograder.content import Course
from autograder.feedback.quiz import how_to_answer
from autograder.quizzes import AnswerError, Posed, QuizSession, Stage
from autograder.screens.quiz import render_question, render_response, render_sum
from autograder.screens.signs import ascii_only
from autograder.workspace import Workspace
from autograder.workspace.questions import note_answers

__all__ = ["SKIP", "ask_questions", "typed_line"]

#: What is typed to skip a question.
SKIP = ("", "s", "skip")
_QUIT = ("q", "quit", ":q")


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
    if asking.stage is not Stage.AGAIN:
        console.print()
        console.print(render_question(posed, say, number=asking.number, count=asking.count))
    typed = typed_line(console, how_to_answer(posed.question, say))
    if typed is None:
        return False
    if typed.casefold() in SKIP:
        asking.skip()
        return True
    try:
        response = asking.answer(typed)
    except AnswerError as error:
        console.print(Line(error.message(say), "yellow"))
        return True
    rendered = render_response(response, course, say, ascii_only=ascii_only(console))
    console.print(Padding(rendered, (0, 0, 0, 1)))
    if asking.stage is Stage.AGAIN:
        console.print(Line("  " + say("Have another try, for yourself; Enter goes on."), "dim"))
    return True


def typed_line(console: Console, hint: str) -> str | None:
    """Read an answer from the keyboard or a pipe; None at its end, or if the learner quits."""
    prompt = Line.assemble((f"{hint} ", "dim"), ("› " if not ascii_only(console) else "> ", "bold"))
    try:
        typed = console.input(prompt).strip()
    except (EOFError, KeyboardInterrupt):
        console.print()
        return None
    return None if typed.casefold() in _QUIT else typed

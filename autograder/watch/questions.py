"""Questions within watch mode: an answer is typed key by key and judged at Enter."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, Group
from rich.text import Text

from autograder.content import Course
from autograder.feedback.quiz import how_to_answer
from autograder.languages import Words
from autograder.quizzes import AnswerError, QuizSession, Stage, load_bank
from autograder.screens.quiz import render_question, render_response, render_sum
from autograder.screens.signs import ascii_only
from autograder.workspace import ProgressFile
from autograder.workspace.questions import note_answers, variant_to_ask

__all__ = ["Questions"]


class Questions:
    """
    A quiz session that takes single keys, for a loop that handles other events as well.

    Attributes:
        asking: Whether a question waits for its answer.
    """

    def __init__(self, course: Course, file: ProgressFile, console: Console, say: Words) -> None:
        self._course, self._file, self._console, self._say = course, file, console, say
        self._session: QuizSession | None = None
        self._typed = ""

    @property
    def asking(self) -> bool:
        """Whether a question waits for its answer."""
        return self._session is not None

    def begin(self, items: Sequence[str]) -> bool:
        """Start to ask *items*; return whether there are any."""
        if not items:
            return False
        progress = self._file.load()
        bank = load_bank(self._course)
        questions = [bank.posed(item, variant_to_ask(progress, item)) for item in items]
        self._session = QuizSession(questions, note_answers(self._file))
        self._console.clear()
        self._show()
        return True

    def leave(self) -> None:
        """Stop asking; finished questions are noted already."""
        self._session, self._typed = None, ""

    def key(self, key: str) -> bool:
        """Take a key; return whether questions go on."""
        out = self._console.file
        if len(key) > 1:  # An arrow, say.
            return True
        if key in ("\r", "\n"):
            typed, self._typed = self._typed.strip(), ""
            self._console.print()
            return self._take(typed)
        if key in ("\x7f", "\b"):
            if self._typed:
                self._typed = self._typed[:-1]
                out.write("\b \b")
        elif key.isprintable():
            self._typed += key
            out.write(key)
        out.flush()
        return True

    def _take(self, typed: str) -> bool:
        session, say = self._session, self._say
        assert session is not None
        if typed.casefold() == "q":
            self.leave()
            return False
        if not typed:
            session.skip()
        else:
            try:
                response = session.answer(typed)
            except AnswerError as error:
                self._console.print(Text(error.message(say), "yellow"))
                self._prompt()
                return True
            plain = ascii_only(self._console)
            self._console.print(render_response(response, self._course, say, ascii_only=plain))
            if session.stage is Stage.AGAIN:
                sentence = say("Have another try, for yourself; Enter goes on.")
                self._console.print(Text(sentence, "dim"))
                self._prompt()
                return True
        if session.stage is Stage.DONE:
            self._console.print(render_sum(session.over, say, ascii_only=ascii_only(self._console)))
            self.leave()
            return False
        self._show()
        return True

    def _show(self) -> None:
        session = self._session
        assert session is not None
        shown = render_question(
            session.current, self._say, number=session.number, count=session.count
        )
        self._console.print(Group(Text(), shown))
        self._prompt()

    def _prompt(self) -> None:
        assert self._session is not None
        hint = how_to_answer(self._session.current.question, self._say)
        leave = self._say("q leaves")
        self._console.print(Text.assemble((f"{hint} ({leave}) ", "dim"), ("> ", "bold")), end="")
        self._console.file.flush()

"""
The interface of a kind of question: how it is solved, answered, judged and worded.

Each kind is one module in ``kinds/``; this module has what they have in common. Code outside never
branches by a question's kind: it calls the kind's methods.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from autograder.content import Language, Text
from autograder.content.items import ItemKind, ItemSolution
from autograder.enums import StrEnum
from autograder.errors import InputError, Say
from autograder.quizzes.drafts import Draft
from autograder.quizzes.questions import AnswerKey, Meaning, Question, Solved
from autograder.quizzes.verdicts import AnswerVerdict

__all__ = ["AnswerError", "Control", "Kind"]


class AnswerError(InputError, ValueError):
    """An answer that can't be read; *problem* is a marked sentence, *parts* fill it in."""

    def __init__(self, problem: str, **parts: object) -> None:
        super().__init__(problem.format(**parts))
        self.problem = problem
        self.parts = parts

    def message(self, say: Say) -> str:
        return say(self.problem, **self.parts)


class Control(StrEnum):
    """The form in which a page or a notebook takes an answer."""

    ONE = "one"  # one option to choose
    SEVERAL = "several"  # options to tick
    TYPED = "typed"  # a line to write in
    SORTED = "sorted"  # lines to move up and down


class Kind(ABC):
    """
    One kind of question.

    Attributes:
        name: The value of ``kind:`` in ``quiz.yaml``.
        control: How it is answered where one can click.
        how: What a typed answer looks like, in a few words: a marked sentence whose parts
            :meth:`example` returns.
        how_to_click: What to do where one can click; *how*, unless given.
        numbered: Whether its code is shown with line numbers.
        stored: Attributes of its questions that a bank keeps beside the common ones.
        same_answers: Whether canonical answers are the same in every variant, as options' ids
            are and numbers are not.
        runs_its_key: Whether the ``key`` in ``solutions/`` is run rather than trusted.
    """

    name: ClassVar[ItemKind]
    control: ClassVar[Control]
    how: ClassVar[str]
    how_to_click: ClassVar[str] = ""
    numbered: ClassVar[bool] = False
    stored: ClassVar[tuple[str, ...]] = ()
    same_answers: ClassVar[bool] = True
    runs_its_key: ClassVar[bool] = False

    # Solved

    @abstractmethod
    def solve(self, draft: Draft) -> Solved:
        """
        Find the key of a variant by running its code.

        Raises:
            CollisionError: If two answers are equal with these numbers, or a distractor is right.
            ItemError: If there is no key, whatever the numbers; the message says why.
        """

    def complaints(self, solved: Solved) -> Iterator[str]:  # noqa: ARG002
        """Yield lint's complaints about a variant of this kind."""
        yield from ()

    def is_argued(self, solution: ItemSolution) -> bool:
        """Tell whether the key is typed by hand, so that ``explain`` has to argue for it."""
        return bool(solution.key) and not self.runs_its_key

    # Answered

    @abstractmethod
    def readings(self, text: str, question: Question) -> tuple[str, ...]:
        """
        Return the canonical forms that an answer may have, the nearest first.

        Raises:
            AnswerError: If it is no answer of this kind; the message shows one.
        """

    def example(self, question: Question) -> Mapping[str, object]:  # noqa: ARG002
        """Return the parts that fill in :attr:`how`."""
        return {}

    def given_back(self, text: str, question: Question, *, sure: bool) -> str:  # noqa: ARG002
        """
        Return an answer, as a platform gives it back, as learners would have typed it to us.

        Args:
            sure: Whether *question* is known to be the one that was asked, so that the letter of an
                option is believed even if its text can't be recognised.

        Raises:
            AnswerError: If the platform's text contradicts itself or could mean two answers.
        """
        return " ".join(text.split())

    # Judged

    def judge(self, question: Question, key: AnswerKey, readings: Sequence[str]) -> AnswerVerdict:
        """Judge an answer that may be read as each of *readings*."""
        known = [meaning for meaning in map(key.meaning, readings) if meaning is not None]
        # If one of several readings is right, it counts: tolerance favours the learner.
        best = next(
            (meaning for meaning in known if meaning.right), known[0] if known else Meaning(False)
        )
        return AnswerVerdict(question.item, best.right, float(best.right), (best,))

    # Worded

    @abstractmethod
    def written(self, solved: Solved, answer: str) -> Text:
        """Return a canonical answer as a report shows it."""

    @abstractmethod
    def right_answer(self, solved: Solved, language: Language) -> str:
        """Return the right answer as Markdown, for the question that follows (*why*)."""

    def parts(self, answer: str) -> list[str]:
        """Return the parts of a canonical answer that statistics count separately."""
        return [answer]

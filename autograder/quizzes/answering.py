"""Reading and judging an answer, whatever kind its question is of."""

from __future__ import annotations

from autograder.languages import mark
from autograder.quizzes.kind import AnswerError
from autograder.quizzes.kinds import kind_of
from autograder.quizzes.questions import AnswerKey, Question
from autograder.quizzes.verdicts import AnswerVerdict

__all__ = ["given_back", "judge_answer", "readings"]

_MAX_ANSWER = 1_000


def readings(answer: str, question: Question) -> tuple[str, ...]:
    """
    Return the canonical forms that *answer*, as it was typed, may have, the nearest first.

    Raises:
        AnswerError: If it is no answer to a question of this kind; the message shows one.
    """
    text = answer.strip()
    if not text or len(text) > _MAX_ANSWER:
        raise AnswerError(mark("an answer is missing"))
    return kind_of(question).readings(text, question)


def judge_answer(question: Question, key: AnswerKey, answer: str) -> AnswerVerdict:
    """
    Judge *answer*, as it was typed.

    Raises:
        AnswerError: If it can't be read; nothing was judged then.
    """
    return kind_of(question).judge(question, key, readings(answer, question))


def given_back(answer: str, question: Question, *, sure: bool = False) -> str:
    """
    Return *answer*, as a platform gives it back, as it would have been typed to us.

    Options come back as texts, cut, lettered or in a row; see :mod:`autograder.quizzes.flattened`.

    Args:
        sure: Whether *question* is known to be the one that was asked, so that the letter of an
            option is believed even if its text can't be recognised.

    Raises:
        AnswerError: If it contradicts itself: a letter, say, and the text of another option.
    """
    return kind_of(question).given_back(answer.strip(), question, sure=sure)

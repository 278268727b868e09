"""A class's answers to quiz items, judged by the keys of a bundle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from autograder.assignments import Bundle
from autograder.content import LANGUAGES
from autograder.grading.classes import ClassWork
from autograder.quizzes import AnswerError, AnswerVerdict, Solved, judge_answer, readings
from autograder.submissions import Response, Responses, printable

__all__ = ["ItemAnswer", "QuizWork", "answers_in", "quiz_work"]


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """
    One student's answer to one item.

    Attributes:
        given: The answer in canonical form; hostile.
        verdict: None if the answer could not be read.
    """

    item: str
    given: str
    verdict: AnswerVerdict | None


@dataclass(frozen=True)
class QuizWork:
    """
    A class's judged answers.

    Attributes:
        answers: The answers by student and item.
        names: The names of students, as in the files with answers.
        unread: Answers that could not be read, and why.
    """

    answers: Mapping[str, Mapping[str, ItemAnswer]]
    names: Mapping[str, str]
    unread: tuple[tuple[str, str], ...] = ()


def answers_in(work: ClassWork) -> list[Responses]:
    """Return the answers beside the programs in each student's last attempt."""
    return [
        # They count for the student who handed them in, whatever name is in the file.
        Responses(student, several[-1].attempt.name, several[-1].reading.answers)
        for student, several in work.attempts.items()
        if several and several[-1].reading.answers
    ]


def quiz_work(bundle: Bundle, responses: Iterable[Responses]) -> QuizWork:
    """Judge *responses*, whose students are known (:func:`~autograder.grading.enrolment.enrol`)."""
    matcher = _Matcher(bundle)
    answers: dict[str, dict[str, ItemAnswer]] = {}
    names: dict[str, str] = {}
    unread: list[tuple[str, str]] = []
    for one in responses:
        student = one.student
        names.setdefault(student, one.name)
        for response in one.answers:
            solved = matcher.find(response)
            if solved is None:
                message = response.asked.text[:60] or response.asked.item or "a question"
                unread.append(
                    (printable(student), f"{printable(message)!s}: no item of this assignment")
                )
                continue
            item = solved.question.item
            answers.setdefault(student, {})[item] = _judged(solved, response.answer)
    return QuizWork(answers, names, tuple(dict.fromkeys(unread)))


def _judged(solved: Solved, answer: str) -> ItemAnswer:
    item = solved.question.item
    try:
        form = readings(answer, solved.question)[0]
        return ItemAnswer(item, form, judge_answer(solved.question, solved.key, answer))
    except AnswerError:
        return ItemAnswer(item, answer[:100], None)


class _Matcher:
    """Finds the variant that was asked, by its id, its text, or its place."""

    def __init__(self, bundle: Bundle) -> None:
        self._keys = bundle.quiz_keys
        self._order = [task.item for task in bundle.quiz]
        self._texts: list[tuple[str, Solved]] = []
        for variants in self._keys.values():
            for solved in variants:
                question = solved.question
                self._texts += [
                    (_letters_and_digits(question.stem[language] + (question.code or "")), solved)
                    for language in LANGUAGES
                ]
        # Longest first, since a short text may be the beginning of another.
        self._texts.sort(key=lambda pair: -len(pair[0]))

    def find(self, response: Response) -> Solved | None:
        asked = response.asked
        if asked.item:
            variants = self._keys.get(asked.item, ())
            number = response.variant or 0
            return variants[number] if 0 <= number < len(variants) else None
        if asked.text:
            text = _letters_and_digits(asked.text)
            return next((solved for known, solved in self._texts if known in text), None)
        if 0 <= asked.place < len(self._order):
            variants = self._keys.get(self._order[asked.place], ())
            return variants[0] if len(variants) == 1 else None
        return None


def _letters_and_digits(text: str) -> str:
    """Only the letters and digits of *text*: platforms flatten and re-wrap what they show."""
    return re.sub(r"[\W_]+", "", text).casefold()

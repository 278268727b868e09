"""A class's answers to quiz items, judged by the keys of a bundle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from autograder.assignments import Bundle
from autograder.content import LANGUAGES
from autograder.quizzes import AnswerError, AnswerVerdict, Solved, judge_answer
from autograder.quizzes.answers import readings
from autograder.submissions import (
    QUIZ_ANSWERS,
    Attempt,
    Response,
    Responses,
    SubmissionError,
    read_responses,
    shown,
)

__all__ = ["ItemAnswer", "QuizWork", "answers_in", "quiz_work"]


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """
    One student's answer to one item.

    Attributes:
        given: What was answered, in canonical form; hostile.
        verdict: None if it could not be read.
    """

    item: str
    given: str
    verdict: AnswerVerdict | None


@dataclass(frozen=True)
class QuizWork:
    """
    Attributes:
        answers: By student and item.
        names: Of students, as the files with answers have them.
        unread: What could not be read, and why.
    """

    answers: Mapping[str, Mapping[str, ItemAnswer]]
    names: Mapping[str, str]
    unread: tuple[tuple[str, str], ...] = ()


def answers_in(
    attempts: Mapping[str, Sequence[Attempt]],
) -> tuple[list[Responses], list[tuple[str, str]]]:
    """Return the answers that stand beside programs, of each student's last attempt, and refusals."""
    found, refused = [], []
    for student, several in attempts.items():
        for attempt in several[-1:]:
            for file in attempt.files:
                if not file.name.lower().endswith(QUIZ_ANSWERS):
                    continue
                try:
                    found += read_responses(shown(file.name), file.data, student=student)
                except SubmissionError as error:
                    refused.append((shown(f"{attempt.place}/{file.name}"), str(error)))
    return found, refused


def quiz_work(
    bundle: Bundle, responses: Iterable[Responses], students: Mapping[str, str] | None = None
) -> QuizWork:
    """
    Judge *responses* by the bundle's keys.

    Args:
        students: Ids of those who handed in programs, by name: a platform's other export may
            name them otherwise.
    """
    matcher = _Matcher(bundle)
    by_name = {name.casefold(): student for student, name in (students or {}).items()}
    answers: dict[str, dict[str, ItemAnswer]] = {}
    names: dict[str, str] = {}
    unread: list[tuple[str, str]] = []
    for one in responses:
        student = one.student
        if students is not None and student not in students:
            student = by_name.get(one.name.casefold(), student)
        names.setdefault(student, one.name)
        for response in one.answers:
            solved = matcher.find(response)
            if solved is None:
                told = response.asked.text[:60] or response.asked.item or "a question"
                unread.append((shown(student), f"{shown(told)!s}: no item of this assignment"))
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
    """Finds the variant that was asked: by id, by its text, or by its place."""

    def __init__(self, bundle: Bundle) -> None:
        self._keys = bundle.quiz_keys
        self._order = [task.item for task in bundle.quiz]
        self._texts: list[tuple[str, Solved]] = []
        for variants in self._keys.values():
            for solved in variants:
                question = solved.question
                self._texts += [
                    (_squeezed(question.stem[language] + (question.code or "")), solved)
                    for language in LANGUAGES
                ]
        # A long text first: a short one may be the beginning of another.
        self._texts.sort(key=lambda pair: -len(pair[0]))

    def find(self, response: Response) -> Solved | None:
        asked = response.asked
        if asked.item:
            variants = self._keys.get(asked.item, ())
            number = response.variant or 0
            return variants[number] if 0 <= number < len(variants) else None
        if asked.text:
            text = _squeezed(asked.text)
            return next((solved for known, solved in self._texts if known in text), None)
        if 0 <= asked.place < len(self._order):
            variants = self._keys.get(self._order[asked.place], ())
            return variants[0] if len(variants) == 1 else None
        return None


def _squeezed(text: str) -> str:
    """Letters and digits only: platforms flatten and re-wrap what they show."""
    return re.sub(r"[\W_]+", "", text).casefold()

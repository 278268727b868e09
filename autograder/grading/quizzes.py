"""A class's answers to quiz items, judged by the keys of a bundle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from autograder.assignments import Bundle
from autograder.grading.classes import ClassWork
from autograder.grading.matching import Match, Matcher, NoMatchError, as_typed
from autograder.grading.results import UnreadAnswer
from autograder.quizzes import AnswerError, AnswerVerdict, Meaning, judge_answer, readings
from autograder.rosters import Person
from autograder.submissions import Response, Responses, printable

__all__ = ["ItemAnswer", "QuizWork", "answers_in", "quiz_work"]


#: More of a text is not repeated in a message.
_MOST_SHOWN = 100


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
        answers: The answers by student and item; those to a *why* under ``Q05.why``.
        names: The names of students, as in the files with answers.
        unread: Answers without a verdict, and why.
    """

    answers: Mapping[str, Mapping[str, ItemAnswer]]
    names: Mapping[str, str]
    unread: tuple[UnreadAnswer, ...] = ()


def answers_in(
    work: ClassWork, people: Mapping[str, Person] = MappingProxyType({})
) -> list[Responses]:
    """
    Return the answers beside the programs in each student's last attempt.

    Args:
        people: What is known of students, by id.
    """
    found = []
    for student, several in work.attempts.items():
        if several and several[-1].reading.answers:
            known = people.get(student, Person())
            ids = tuple(one for one in (*known.ids, known.email) if one)
            # They count for the student who handed them in, whatever name is in the file.
            name = several[-1].attempt.name or known.name
            found.append(Responses(student, name, several[-1].reading.answers, ids))
    return found


def quiz_work(bundle: Bundle, responses: Iterable[Responses]) -> QuizWork:
    """
    Judge *responses*, whose students are known (:func:`~autograder.grading.enrolment.enrol`).

    Of several attempts in one file, those count that the assignment's policy keeps; answers from
    several files are put together, and the last one of an item counts.
    """
    everybody = list(responses)
    matcher = Matcher(bundle, everybody)
    answers: dict[str, dict[str, ItemAnswer]] = {}
    names: dict[str, str] = {}
    unread: list[UnreadAnswer] = []
    for attempts in _by_student_and_file(everybody):
        judged_attempts = [_judged_attempt(matcher, one) for one in attempts]
        found, refused = _kept(bundle, judged_attempts)
        student = attempts[0].student
        names.setdefault(student, attempts[0].name)
        if found:
            answers.setdefault(student, {}).update(found)
        unread += refused
    return QuizWork(answers, names, tuple(dict.fromkeys(unread)))


#: The answers of an attempt by item, and those without a verdict.
_Judged = tuple[dict[str, ItemAnswer], list[UnreadAnswer]]


def _by_student_and_file(everybody: Sequence[Responses]) -> list[list[Responses]]:
    """Group attempts that exclude each other, in the order of time."""
    groups: dict[tuple[str, str, int], list[Responses]] = {}
    for number, one in enumerate(everybody):
        alone = 0 if one.attempt else number + 1
        if one.answers:
            groups.setdefault((one.student, one.source, alone), []).append(one)
    return [sorted(several, key=lambda one: one.attempt) for several in groups.values()]


def _kept(bundle: Bundle, attempts: Sequence[_Judged]) -> _Judged:
    policy = bundle.sheet.attempts
    allowed = attempts[: policy.most]
    match policy.keep:
        case "first":
            return allowed[0]
        case "last":
            return allowed[-1]
        case "best":
            return max(reversed(allowed), key=lambda attempt: _worth(bundle, attempt[0]))


def _worth(bundle: Bundle, answers: Mapping[str, ItemAnswer]) -> float:
    return sum(
        task.points * given.verdict.credit
        for task in bundle.quiz
        if (given := answers.get(task.item)) and given.verdict
    )


def _judged_attempt(matcher: Matcher, one: Responses) -> _Judged:
    answers: dict[str, ItemAnswer] = {}
    unread: list[UnreadAnswer] = []
    for response in one.answers:
        asked = response.asked
        told = asked.text[:_MOST_SHOWN] or asked.item or str(asked.place + 1)
        try:
            match = matcher.find(response, one)
            told = match.solved.question.item
            answers[told] = _judged(match, response)
        except NoMatchError as error:
            unread.append(_unread(one.student, error.item or told, response, error))
        except AnswerError as error:
            answers[told] = ItemAnswer(told, response.answer[:_MOST_SHOWN], None)
            unread.append(_unread(one.student, told, response, error))
    return answers, unread


def _unread(
    student: str, asked: str, response: Response, error: NoMatchError | AnswerError
) -> UnreadAnswer:
    return UnreadAnswer(
        student,
        printable(asked),
        printable(response.answer, _MOST_SHOWN),
        error.problem,
        tuple((name, printable(part)) for name, part in error.parts.items()),
        matched=isinstance(error, AnswerError),
    )


def _judged(match: Match, response: Response) -> ItemAnswer:
    solved = match.solved
    typed = as_typed(solved, response)
    verdict = judge_answer(solved.question, solved.key, typed)
    if not match.named:
        verdict = replace(verdict, meanings=tuple(Meaning(m.right) for m in verdict.meanings))
    return ItemAnswer(solved.question.item, readings(typed, solved.question)[0], verdict)

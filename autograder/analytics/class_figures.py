"""Figures about a class: pure functions of its results."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.content import Text
from autograder.content.items import ItemKind
from autograder.grading.results import ClassResults, QuizAnswer, StudentResult
from autograder.quizzes import Solved

__all__ = [
    "Bar",
    "Item",
    "QuizFigures",
    "QuizOption",
    "Shown",
    "correlation",
    "histogram",
    "items",
    "misconceptions",
    "quiz_figures",
]

_BARS = 10
#: Below this a correlation says more about chance than about the exercise.
_FEWEST = 5
_EXAMPLES = 3
_EXAMPLE_LINES = 30


@dataclass(frozen=True, slots=True)
class Bar:
    """So many students scored from *low* to below *high* percent; the last bar holds 100 too."""

    low: int
    high: int
    count: int


@dataclass(frozen=True, slots=True)
class Item:
    """
    How an exercise did.

    Attributes:
        solved: Share of students with full points, 0 to 1.
        mean: Mean share of its points, 0 to 1.
        discrimination: Correlation of its score with that of all the others; None where
            there are too few students, or all scored alike.
    """

    exercise: str
    solved: float
    mean: float
    discrimination: float | None


@dataclass(frozen=True, slots=True)
class Shown:
    """
    A misconception and how many students show it.

    Attributes:
        examples: Programs that show it, without comments, texts and names of people.
    """

    misconception: str
    students: int
    exercises: tuple[str, ...]
    examples: tuple[str, ...]


def histogram(results: ClassResults) -> tuple[Bar, ...]:
    """Return how scores are spread, in ten bars."""
    width = 100 // _BARS
    counts = [0] * _BARS
    for student in results.students:
        share = student.score / student.max_score if student.max_score else 0.0
        counts[min(int(share * _BARS), _BARS - 1)] += 1
    return tuple(Bar(i * width, (i + 1) * width, count) for i, count in enumerate(counts))


def items(results: ClassResults) -> tuple[Item, ...]:
    """
    Return how each exercise did, in the assignment's order.

    The discrimination is the corrected item-total correlation: Pearson's r of the
    exercise's score and the sum of the others. Source: Nunnally & Bernstein,
    *Psychometric Theory*, 3rd ed., ch. 8.
    """
    found = []
    for exercise in results.exercises:
        own = [_share(student, exercise.id) for student in results.students]
        rest = [
            sum(a.score for a in student.answers if a.exercise != exercise.id)
            for student in results.students
        ]
        count = len(own) or 1
        solved = sum(math.isclose(share, 1.0) for share in own) / count
        found.append(Item(exercise.id, solved, sum(own) / count, correlation(own, rest)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class QuizOption:
    """
    An answer to a quiz item, and how many gave it.

    Attributes:
        answer: Canonical; of typed kinds as one would write it.
        text: What an option says, in every language.
    """

    answer: str
    text: Text
    right: bool
    misconception: str | None
    count: int


@dataclass(frozen=True, slots=True)
class QuizFigures:
    """
    How a quiz item did.

    Attributes:
        answered: How many answered it.
        difficulty: Mean credit, 0 to 1: the higher, the easier (the classical p value).
        discrimination: As of exercises: its correlation with the rest of the points.
        options: What was answered, the most frequent first; also what nobody chose.
        other: Answers that no misconception predicts.
    """

    item: str
    answered: int
    difficulty: float
    discrimination: float | None
    options: tuple[QuizOption, ...]
    other: int

    @property
    def untaken(self) -> tuple[QuizOption, ...]:
        """Wrong answers that nobody gave, though several answered: they distract nobody."""
        if self.answered < _FEWEST:
            return ()
        return tuple(o for o in self.options if not o.right and not o.count)


def quiz_figures(results: ClassResults) -> tuple[QuizFigures, ...]:
    """Return how each quiz item did, in the assignment's order."""
    found = []
    for index, item in enumerate(results.items):
        own = [student.quiz[index] for student in results.students]
        shares = [answer.score / answer.max_score for answer in own]
        rest = [
            student.score - answer.score
            for student, answer in zip(results.students, own, strict=True)
        ]
        answered = [answer for answer in own if answer.given]
        options, other = _options(results.keys.get(item, ()), answered)
        found.append(
            QuizFigures(
                item,
                len(answered),
                sum(shares) / (len(shares) or 1),
                correlation(shares, rest),
                options,
                other,
            )
        )
    return tuple(found)


def _options(
    variants: Sequence[Solved], answered: Sequence[QuizAnswer]
) -> tuple[tuple[QuizOption, ...], int]:
    """Count answers by what they mean: numbers differ between variants, meanings do not."""
    if not variants:
        return (), len(answered)
    first = variants[0]
    given = [part for answer in answered for part in _parts(first, answer.given)]
    counts: dict[tuple[bool, str | None, str], int] = {}
    unknown = 0
    for part in given:
        meaning = next((_meaning(s, part) for s in variants if part in s.answers), None)
        if meaning is None:
            unknown += 1
        else:
            counts[meaning] = counts.get(meaning, 0) + 1
    options: dict[tuple[bool, str | None, str], QuizOption] = {}
    for answer, told in first.answers.items():
        meaning = _meaning(first, answer)
        options.setdefault(
            meaning,
            QuizOption(
                answer, _option_text(first, answer), told.right, told.misconception,
                counts.get(meaning, 0),
            ),
        )  # fmt: skip
    ranked = sorted(options.values(), key=lambda option: (-option.count, not option.right))
    return tuple(ranked), unknown


def _parts(solved: Solved, given: str) -> list[str]:
    return given.split(",") if solved.question.kind is ItemKind.MULTIPLE else [given]


def _meaning(solved: Solved, answer: str) -> tuple[bool, str | None, str]:
    told = solved.answers[answer]
    if solved.question.kind.typed or solved.question.kind.ordered:
        said = told.feedback.en[:40] if told.feedback and not told.misconception else ""
        return told.right, told.misconception, said
    return told.right, told.misconception, answer


def _option_text(solved: Solved, answer: str) -> Text:
    question = solved.question
    if answer in solved.shown:
        return Text(en=solved.shown[answer], hu=solved.shown[answer])
    texts = {option.id: option.text for option in question.options}
    if question.kind is ItemKind.LINE:
        line = question.lines[int(answer) - 1].strip()
        return Text(en=f"{answer}: {line}", hu=f"{answer}: {line}")
    parts = [texts[part] for part in answer.split(",") if part in texts]
    return Text(
        en=" → ".join(p.en for p in parts) or answer, hu=" → ".join(p.hu for p in parts) or answer
    )


def correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Return Pearson's r, or None for fewer than five pairs or where one side never varies."""
    count = len(first)
    if count < _FEWEST:
        return None
    mean_first, mean_second = sum(first) / count, sum(second) / count
    left = [value - mean_first for value in first]
    right = [value - mean_second for value in second]
    scale = math.sqrt(sum(a * a for a in left) * sum(b * b for b in right))
    if scale < 1e-12:
        return None
    return sum(a * b for a, b in zip(left, right, strict=True)) / scale


def misconceptions(results: ClassResults) -> tuple[Shown, ...]:
    """Return the misconceptions that were named, by how many students show them."""
    showing: dict[str, dict[str, None]] = {}
    where: dict[str, dict[str, None]] = {}
    programs: dict[str, dict[str, None]] = {}
    for student in results.students:
        for answer in student.answers:
            for name in answer.verdict.misconceptions if answer.verdict else ():
                showing.setdefault(name, {})[student.id] = None
                where.setdefault(name, {})[answer.exercise] = None
                if answer.gist.example:
                    programs.setdefault(name, {})[answer.gist.example] = None
        for given in student.quiz:
            for name in given.verdict.misconceptions if given.verdict else ():
                showing.setdefault(name, {})[student.id] = None
                where.setdefault(name, {})[given.item] = None
    order = list(results.course.misconceptions)
    ranked = sorted(showing, key=lambda name: (-len(showing[name]), order.index(name)))
    return tuple(
        Shown(
            name,
            len(showing[name]),
            tuple(where[name]),
            # The shortest show it best; sorted, so that the order tells nothing of who wrote it.
            tuple(sorted(programs.get(name, {}), key=lambda text: (len(text), text))[:_EXAMPLES]),
        )
        for name in ranked
    )


def _share(student: StudentResult, exercise: str) -> float:
    answer = student.answer(exercise)
    return answer.score / answer.max_score if answer.max_score else 0.0

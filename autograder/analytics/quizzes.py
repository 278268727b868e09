"""Figures on each quiz item: how hard it was, and which answers were given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.analytics.scores import FEWEST, correlation
from autograder.content import Text
from autograder.grading.results import ClassResults, ItemResult
from autograder.quizzes import Solved, kind_of

__all__ = ["QuizFigures", "QuizOption", "quiz_figures"]


@dataclass(frozen=True, slots=True)
class QuizOption:
    """
    An answer to a quiz item, and how many gave it.

    Attributes:
        answer: The answer in canonical form; for typed kinds as a learner would write it.
        text: The text of an option, in every language.
    """

    answer: str
    text: Text
    right: bool
    misconception: str | None
    count: int


@dataclass(frozen=True, slots=True)
class QuizFigures:
    """
    Figures on a quiz item.

    Attributes:
        answered: How many students answered it.
        difficulty: Mean credit, 0 to 1: the higher, the easier (the classical p value).
        discrimination: Its correlation with the rest of the points, as for exercises.
        options: The answers, the most frequent first, including those that nobody gave.
        other: How many answers no misconception predicts.
    """

    item: str
    answered: int
    difficulty: float
    discrimination: float | None
    options: tuple[QuizOption, ...]
    other: int

    @property
    def untaken(self) -> tuple[QuizOption, ...]:
        """Wrong answers that nobody gave, though several students answered: they distract nobody."""
        if self.answered < FEWEST:
            return ()
        return tuple(o for o in self.options if not o.right and not o.count)


def quiz_figures(results: ClassResults) -> tuple[QuizFigures, ...]:
    """Return the figures on each quiz item, in the assignment's order."""
    found = []
    for index, item in enumerate(results.items):
        # Whoever is excused has no points that could be earned, and says nothing about the item.
        counted = [s for s in results.students if not s.quiz[index].excused]
        own = [student.quiz[index] for student in counted]
        shares = [answer.score / answer.max_score for answer in own]
        rest = [s.score - answer.score for s, answer in zip(counted, own, strict=True)]
        answered = [answer for answer in own if answer.answered]
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
    variants: Sequence[Solved], answered: Sequence[ItemResult]
) -> tuple[tuple[QuizOption, ...], int]:
    """Count answers by their meanings, which are the same in all variants, unlike numbers."""
    if not variants:
        return (), len(answered)
    first = variants[0]
    given = [part for answer in answered for part in kind_of(first.question).parts(answer.given)]
    counts: dict[tuple[bool, str | None, str], int] = {}
    unknown = 0
    for part in given:
        meaning = next((_meaning(s, part) for s in variants if part in s.answers), None)
        if meaning is None:
            unknown += 1
        else:
            counts[meaning] = counts.get(meaning, 0) + 1
    options: dict[tuple[bool, str | None, str], QuizOption] = {}
    for answer, judged in first.answers.items():
        meaning = _meaning(first, answer)
        options.setdefault(
            meaning,
            QuizOption(
                answer, kind_of(first.question).written(first, answer), judged.right, judged.misconception,
                counts.get(meaning, 0),
            ),
        )  # fmt: skip
    ranked = sorted(options.values(), key=lambda option: (-option.count, not option.right))
    return tuple(ranked), unknown


def _meaning(solved: Solved, answer: str) -> tuple[bool, str | None, str]:
    meaning = solved.answers[answer]
    if kind_of(solved.question).same_answers:
        return meaning.right, meaning.misconception, answer
    sentence = meaning.feedback.first[:40] if meaning.feedback and not meaning.misconception else ""
    return meaning.right, meaning.misconception, sentence

"""How each quiz item did, and which answers were given to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.analytics.scores import FEWEST, correlation
from autograder.content import Text
from autograder.content.items import ItemKind
from autograder.grading.results import ClassResults, QuizAnswer
from autograder.quizzes import Solved

__all__ = ["QuizFigures", "QuizOption", "quiz_figures"]


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
        if self.answered < FEWEST:
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

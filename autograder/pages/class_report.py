"""The class report: one self-contained page in every language of the assignment."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from autograder.analytics.likeness import Alike, find_alike
from autograder.analytics.misconceptions import misconceptions
from autograder.analytics.quizzes import QuizFigures, quiz_figures
from autograder.analytics.scores import Bar, Item, histogram, items
from autograder.assignments import WrittenTask
from autograder.content import Language
from autograder.feedback.hand_in import on_written
from autograder.feedback.not_read import why_not_read
from autograder.grading.results import (
    ClassResults,
    ExerciseResult,
    Status,
    StudentResult,
    WrittenResult,
)
from autograder.judging import Outcome
from autograder.languages import Words, words_in
from autograder.pages.page import page
from autograder.rosters import name_key
from autograder.submissions import can_fingerprint

__all__ = ["render_class_report"]

#: Students in the page at a time; the others are texts to a browser until somebody looks for them.
_ROWS_AT_ONCE = 100
#: A heat map's shades: from nothing to full points.
_SHADES = 5


@dataclass(frozen=True, slots=True)
class _Cell:
    shade: str
    score: str
    message: str
    sort: float


@dataclass(frozen=True, slots=True)
class _Row:
    student: StudentResult
    total: str
    share: float
    cells: tuple[_Cell, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """The part of the report in one language."""

    language: Language
    say: Words
    title: str
    summary: tuple[tuple[str, str], ...]
    rows: tuple[_Row, ...]


def render_class_report(results: ClassResults) -> str:
    """Return ``report.html``; the same results give the same bytes."""
    bars, per_item, shown = histogram(results), items(results), misconceptions(results)
    by_id = {student.id: student for student in results.students}
    return page(
        "class.html",
        results=results,
        course=results.course,
        parts=[_part(results, language) for language in results.languages],
        bars=_scaled(bars),
        items=per_item,
        nobody=[item.exercise for item in per_item if results.students and item.solved == 0],
        shown=shown,
        quiz=quiz_figures(results),
        describe_ease=_describe_ease,
        most_shown=max((one.students for one in shown), default=1),
        by_id=by_id,
        alike=[_similar(group, by_id) for group in find_alike(results)],
        in_text=[(s, answer) for s in results.students for answer in s.in_text],
        adjusted=[(s, one) for s in results.students for one in s.adjusted],
        groups=sorted({name for s in results.students for name in (s.section, s.group) if name}),
        written=[_written(results, task) for task in results.written],
        several_called=_several_called(results),
        questionable=[(s, answer) for s in results.students for answer in s.questionable],
        can_tell_alike=can_fingerprint(),
        describe=_describe,
        rows_at_once=_ROWS_AT_ONCE,
        why_not_read=why_not_read,
    )


@dataclass(frozen=True, slots=True)
class _Written:
    """How many have answered a written exercise, and how far its grading is."""

    task: WrittenTask
    answered: int
    waiting: int
    mean: float | None


def _written(results: ClassResults, task: WrittenTask) -> _Written:
    own = [one for _, one in results.written_answers(task.id)]
    given = [one.score for one in own if one.graded]
    return _Written(
        task,
        sum(bool(one.answer) for one in own),
        sum(one.waits for one in own),
        statistics.fmean(given) if given else None,
    )


@dataclass(frozen=True, slots=True)
class _Similar:
    """A group of near-identical hand-ins, and two of their programs side by side."""

    students: tuple[StudentResult, ...]
    share: float
    exercise: str
    programs: tuple[tuple[StudentResult, str], ...]


def _similar(group: Alike, by_id: Mapping[str, StudentResult]) -> _Similar:
    students = tuple(by_id[student] for student in group.students)
    programs = tuple((one, one.answer(group.exercise).program) for one in students[:2])
    return _Similar(students, group.share, group.exercise, programs)


def _several_called(results: ClassResults) -> frozenset[str]:
    """Names that more than one student has, in any order of words, so that ids are shown, too."""
    count = Counter(name_key(student.name) for student in results.students)
    return frozenset(s.name for s in results.students if count[name_key(s.name)] > 1)


def _part(results: ClassResults, language: Language) -> _Part:
    say = words_in(language)
    students = results.students
    shares = [_share(student) for student in students] or [0.0]
    median, mean = statistics.median(shares), statistics.fmean(shares)
    full = sum(share >= 1 - 1e-9 for share in shares)
    late = sum(student.days_late > 0 for student in students)
    summary = (
        (say("students"), str(len(students))),
        (say("mean"), f"{mean:.0%}"),
        (say("median"), f"{median:.0%}"),
        (say("full points"), str(full)),
        (say("late"), str(late)),
        (say("nothing handed in"), str(sum(s.status is Status.ABSENT for s in students))),
        (say("files not read"), str(len(results.unread))),
    )
    rows = tuple(
        _Row(
            student,
            f"{student.score:.4g}",
            _share(student),
            (
                *(_cell(answer, say) for answer in student.answers),
                *(_written_cell(answer, say) for answer in student.written),
            ),
        )
        for student in students
    )
    return _Part(language, say, results.title[language], summary, rows)


def _cell(answer: ExerciseResult, say: Words) -> _Cell:
    words = {
        Outcome.PASSED: say("passed"),
        Outcome.FAILED: say("failed"),
        Outcome.ERRORED: say("error"),
        Outcome.TIMEOUT: say("time out"),
        Outcome.SKIPPED: say("nothing handed in"),
        Outcome.BROKEN: say("our fault"),
    }
    message = words[answer.outcome] if answer.graded else say("Not graded yet.")
    if answer.in_text:
        message = say("the answer stands in a cell of text")
    if answer.verdict is None:
        return _Cell("none", "–", message, -1.0)
    share = answer.score / answer.max_score if answer.max_score else 0.0
    named = ", ".join(answer.verdict.misconceptions)
    told = f"{message}: {named}" if named else message
    return _Cell(_shade(share), f"{answer.score:.3g}", told, share)


def _written_cell(answer: WrittenResult, say: Words) -> _Cell:
    if not answer.graded:
        return _Cell("none", "…" if answer.waits else "–", on_written(answer, say), -1.0)
    share = answer.score / answer.max_score if answer.max_score else 0.0
    return _Cell(_shade(share), f"{answer.score:.3g}", say("graded by hand"), share)


def _shade(share: float) -> str:
    return "full" if share >= 1 - 1e-9 else str(min(int(share * _SHADES), _SHADES - 1))


def _share(student: StudentResult) -> float:
    return student.score / student.max_score if student.max_score else 0.0


def _scaled(bars: tuple[Bar, ...]) -> list[tuple[Bar, float]]:
    """Bars with their height, 0 to 1."""
    most = max((bar.count for bar in bars), default=0) or 1
    return [(bar, bar.count / most) for bar in bars]


def _describe_ease(item: QuizFigures, say: Words) -> str:
    """An item's difficulty, in words."""
    if not item.answered:
        return say("nobody answered it")
    if item.difficulty >= 0.95:
        return say("nearly everybody knows it")
    return say("hardly anybody knows it") if item.difficulty <= 0.2 else ""


def _describe(item: Item | QuizFigures, say: Words) -> str:
    """An item's discrimination, in words."""
    value = item.discrimination
    if value is None:
        return say("can't be told")
    if value < 0:
        return say("weak students do better: is the exercise clear?")
    if value < 0.2:
        return say("says little about the rest")
    return say("separates good from weak") if value >= 0.4 else say("separates somewhat")

"""All answers to a written exercise beneath each other, with the rubric, for whoever grades them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.assignments import WrittenTask
from autograder.content import Language
from autograder.grading.results import ClassResults, StudentResult, WrittenResult
from autograder.languages import words_in
from autograder.pages.page import page

__all__ = ["render_written"]


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer as the page shows it; without names, *student* is None."""

    own: WrittenResult
    student: StudentResult | None
    same_as: Sequence[str]


def render_written(
    results: ClassResults, task: WrittenTask, language: Language, *, with_names: bool = False
) -> str:
    """
    Return the page of everybody's answers to *task*; the same results give the same bytes.

    Answers are shown as they were typed, escaped: Markdown that strangers wrote is not interpreted.

    Args:
        with_names: Whether it shows whose each answer is. Without, they have only their numbers, in
            whose order they are.
    """
    everybody = [pair for pair in results.written_answers(task.id) if not pair[1].excused]
    equal = results.same_answers(task.id)
    shown = [
        _Answer(own, student if with_names else None, equal.get(own.number, ()))
        for student, own in everybody
    ]
    return page(
        "written.html",
        say=words_in(language),
        language=language,
        others=[
            (other, f"{task.id}{'' if other == results.languages[0] else f'.{other}'}.html")
            for other in results.languages
            if other != language
        ],
        title=results.title[language],
        task=task,
        answers=[one for one in shown if one.own.answer],
        lost=[one for one in shown if one.own.fault],
        without=[one for one in shown if not one.own.answer and not one.own.fault],
        graded=sum(one.own.graded for one in shown if one.own.answer),
    )

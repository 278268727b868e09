"""Choosing the next questions (after an exercise, in a chapter, again), and noting answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from autograder.content import Course
from autograder.quizzes import Asked
from autograder.workspace.progress import Progress
from autograder.workspace.progress_file import ProgressKeeper

__all__ = [
    "GATE",
    "after_exercise",
    "for_review",
    "note_answers",
    "of_chapter",
    "variant_to_ask",
]

#: How many questions are asked at the end of a chapter.
GATE = 6


def after_exercise(course: Course, progress: Progress, exercise_id: str) -> list[str]:
    """Return the items that follow an exercise and have not been answered yet."""
    return [
        name
        for name, item in course.items.items()
        if item.after == exercise_id and name not in progress.items
    ]


def of_chapter(course: Course, progress: Progress, chapter: str, count: int = GATE) -> list[str]:
    """
    Return up to *count* items of a chapter, in the chapter's order.

    Items whose latest answer was not right are preferred, and among them the least asked.
    """
    names = list(course.banks[chapter].root) if chapter in course.banks else []

    def urgency(name: str) -> tuple[bool, int, int]:
        entry = progress.items.get(name)
        return (
            entry is not None and entry.last_right,
            entry.asked if entry else 0,
            names.index(name),
        )

    # Chosen by urgency, but asked in the order of the chapter.
    return sorted(sorted(names, key=urgency)[:count], key=names.index)


def variant_to_ask(progress: Progress, item_id: str) -> int:
    """Return the number of the item's next variant, a new one each time."""
    entry = progress.items.get(item_id)
    return entry.asked if entry else 0


def for_review(
    course: Course, progress: Progress, shows: Mapping[str, frozenset[str]], count: int
) -> tuple[list[tuple[str, str]], list[str]]:
    """
    Return what to ask again now.

    Args:
        shows: By item, the misconceptions that its answers can show.
        count: The largest number of pairs.

    Returns:
        Pairs of a card's name and the item to ask, and exercises to be solved anew. For an exercise
        that is due, an item is asked about the ideas that went wrong in it; without such an item,
        it is to be solved anew.
    """
    pairs: list[tuple[str, str]] = []
    anew: list[str] = []
    for name in progress.due():
        if name in course.items:
            pairs.append((name, name))
            continue
        missed = frozenset(progress.of(name).misconceptions)
        taken = {item for _, item in pairs}
        fitting = [i for i, shown in shows.items() if shown & missed and i not in taken]
        fitting.sort(key=lambda item: progress.items[item].asked if item in progress.items else 0)
        if fitting:
            pairs.append((name, fitting[0]))
        elif any(exercise.id == name for exercise in course.exercises):
            anew.append(name)
    return pairs[:count], anew


def note_answers(
    file: ProgressKeeper | None, cards: Mapping[str, str] = MappingProxyType({})
) -> Callable[[Asked], None]:
    """
    Return a function that notes each finished question at once; without *file* it does nothing.

    Args:
        cards: By item, the card for which it is asked, if that is not the item's own.
    """

    def note(asked: Asked) -> None:
        if file is None or asked.verdict is None:
            return
        verdict, item = asked.verdict, asked.posed.question.item
        shown = [*verdict.misconceptions, *(asked.why.misconceptions if asked.why else ())]
        right = verdict.correct and (asked.why is None or asked.why.correct)

        def change(progress: Progress) -> None:
            progress.record_answer(item, shown, verdict.credit, right=right)
            if (card := cards.get(item, item)) != item:
                progress.review(card, right=right)

        file.note(change)

    return note

"""Reading an assignment: the exercises and quiz items that its entries choose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.assignments.assignment import Assignment, QuizTask, Task
from autograder.assignments.sheet import AssignmentSheet, Choice, QuizChoice
from autograder.content import ContentError, Course, Exercise, Mistake, YamlFile, nearest
from autograder.quizzes import load_bank

__all__ = ["load_assignment"]


def load_assignment(path: Path, course: Course) -> Assignment:
    """
    Read the assignment at *path*.

    Raises:
        ContentError: With every mistake: its line, its key and what to write instead.
    """
    file = YamlFile(path)
    sheet = file.validate(AssignmentSheet)
    mistakes: list[Mistake] = []
    chosen: dict[str, tuple[Exercise, Choice]] = {}
    for index, choice in enumerate(sheet.exercises):
        key = ("exercises", index)
        try:
            found = list(_found(choice, course))
        except LookupError as error:
            mistakes.append(file.mistake(key, str(error.args[0])))
            continue
        for exercise in found:
            if exercise.id in chosen:
                mistakes.append(file.mistake(key, f"{exercise.id} is chosen twice; remove one"))
            chosen[exercise.id] = exercise, choice
    quiz: dict[str, QuizTask] = {}
    for index, entry in enumerate(sheet.quiz):
        try:
            found_items = _found_items(entry, course)
        except LookupError as error:
            mistakes.append(file.mistake(("quiz", index), str(error.args[0])))
            continue
        for item in found_items:
            if item in quiz:
                mistakes.append(
                    file.mistake(("quiz", index), f"{item} is chosen twice; remove one")
                )
            quiz[item] = QuizTask(item, entry.points)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", path.stem):
        mistakes.append(
            file.mistake(
                (), "the file's name is the assignment's id: letters, digits, - and _ only"
            )
        )
    if mistakes:
        raise ContentError(mistakes)
    tasks = tuple(_tasks(sheet, list(chosen.values())))
    return Assignment(path.stem, sheet, course, tasks, tuple(quiz.values()))


def _found(choice: Choice, course: Course) -> Iterator[Exercise]:
    """The exercises that one entry chooses, in the course's order."""
    given = [name for name in ("id", "chapter", "misconception") if getattr(choice, name)]
    if len(given) != 1:
        raise LookupError("give one of id, chapter and misconception")
    if choice.id:
        yield course.exercise(choice.id)
    elif choice.chapter:
        known = list(course.chapters)
        if choice.chapter not in known:
            raise LookupError(f"no chapter {choice.chapter!r}.{nearest(choice.chapter, known)}")
        yield from (e for e in course.exercises if e.chapter == choice.chapter)
    elif choice.misconception:
        name = choice.misconception
        if name not in course.misconceptions:
            raise LookupError(f"no misconception {name!r}.{nearest(name, course.misconceptions)}")
        teaching = course.misconceptions[name].exercise
        if teaching is None:
            raise LookupError(f"no exercise teaches against {name!r} yet; choose one by its id")
        yield course.exercise(teaching)


def _found_items(choice: QuizChoice, course: Course) -> list[str]:
    """The quiz items that one entry chooses, in the course's order."""
    given = [name for name in ("id", "chapter", "misconception") if getattr(choice, name)]
    if len(given) != 1:
        raise LookupError("give one of id, chapter and misconception")
    if choice.id:
        course.item(choice.id)
        return [choice.id]
    if choice.chapter:
        if choice.chapter not in course.banks:
            known = nearest(choice.chapter, course.banks)
            raise LookupError(f"no chapter {choice.chapter!r} with quiz items.{known}")
        return list(course.banks[choice.chapter].root)
    name = choice.misconception or ""
    if name not in course.misconceptions:
        raise LookupError(f"no misconception {name!r}.{nearest(name, course.misconceptions)}")
    shows = load_bank(course).shows
    found = [item for item in course.items if name in shows.get(item, ())]
    if not found:
        raise LookupError(f"no quiz item shows {name!r}; choose one by its id")
    return found


def _tasks(sheet: AssignmentSheet, chosen: Sequence[tuple[Exercise, Choice]]) -> Iterator[Task]:
    points = [(choice.points or exercise.points) * choice.weight for exercise, choice in chosen]
    scale = sheet.points / sum(points) if sheet.points else 1.0
    for (exercise, _), worth in zip(chosen, points, strict=True):
        yield Task(exercise, worth * scale)

"""Reading an assignment: the exercises and quiz items that its entries choose."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from autograder.assignments.assignment import Assignment, QuizTask, Task
from autograder.assignments.sheet import AssignmentSheet, Choice, QuizChoice
from autograder.assignments.sheet_owners import read_owners
from autograder.assignments.worth import rounded, shared_out
from autograder.assignments.written import (
    WrittenChoice,
    WrittenTask,
    lacking,
    mistakes_in,
    written_task,
)
from autograder.content import (
    ContentError,
    Course,
    Mistake,
    UnknownLanguageError,
    YamlFile,
    nearest,
)
from autograder.quizzes import load_bank

__all__ = ["load_assignment"]

_WAYS = ("id", "chapter", "misconception")


def load_assignment(path: Path, course: Course) -> Assignment:
    """
    Read the assignment at *path*.

    Raises:
        ContentError: If the file has mistakes; lists each with its line, its key and a correction.
    """
    file = YamlFile(path)
    mistakes: list[Mistake] = []
    sheet = _in_languages(file.validate(AssignmentSheet), course, file, mistakes)
    exercises = _chosen("exercises", sheet.exercises, partial(_exercises, course), file, mistakes)
    items = _chosen("quiz", sheet.quiz, partial(_items, course), file, mistakes)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", path.stem):
        problem = "the file's name is the assignment's id: letters, digits, - and _ only"
        mistakes.append(file.mistake((), problem))
    mistakes += _mistaken_dates(sheet, file)
    mistakes += _mistaken_written(sheet, course, file)
    if mistakes:
        raise ContentError(mistakes)
    own = tuple(_weighed(course, name, choice) for name, choice in exercises.items())
    found = list(_tasks(sheet, course, exercises, own))
    tasks = tuple(task for task in found if isinstance(task, Task))
    written = tuple(task for task in found if isinstance(task, WrittenTask))
    quiz = tuple(QuizTask(item, choice.points) for item, choice in items.items())
    owners = read_owners(path) if quiz else ()
    return Assignment(
        path.stem, sheet, course, tasks, quiz, owners, written, tuple(map(rounded, own))
    )


def _in_languages(
    sheet: AssignmentSheet, course: Course, file: YamlFile, mistakes: list[Mistake]
) -> AssignmentSheet:
    """*sheet* with its languages as the course spells them, all of them if it names none."""
    languages = []
    for index, asked in enumerate(sheet.languages or course.languages):
        try:
            languages.append(course.language(asked))
        except UnknownLanguageError as error:
            mistakes.append(file.mistake(("languages", index), str(error)))
    mistakes += (file.mistake(("title",), one) for one in lacking(sheet.title, languages))
    return sheet.model_copy(update={"languages": languages})


def _mistaken_written(sheet: AssignmentSheet, course: Course, file: YamlFile) -> Iterator[Mistake]:
    """Mistakes in the exercises that a person grades."""
    seen: set[str] = set()
    for index, entry in enumerate(sheet.exercises):
        if not isinstance(entry, WrittenChoice):
            continue
        for key, problem in mistakes_in(entry, course, sheet.languages):
            yield file.mistake(("exercises", index, *key), problem)
        # Files are named after it, and some systems see no difference between a and A.
        if (same := entry.manual.casefold()) in seen:
            problem = f"another entry is called {entry.manual}, but for case; rename one"
            yield file.mistake(("exercises", index, "manual"), problem)
        seen.add(same)


def _mistaken_dates(sheet: AssignmentSheet, file: YamlFile) -> Iterator[Mistake]:
    """Dates that contradict each other, which would cost students points or never do anything."""
    if sheet.due is None:
        if sheet.late.model_fields_set:
            yield file.mistake(("late",), "there is no due date, so nothing is late; add due: …")
    elif sheet.late.until is not None and sheet.late.until < sheet.due:
        problem = "it is before the due date, so nothing handed in after it could ever count"
        yield file.mistake(("late", "until"), problem)


#: An entry of the assignment's file.
_Entry = TypeVar("_Entry", Choice | WrittenChoice, QuizChoice)


def _chosen(
    key: str,
    entries: Sequence[_Entry],
    find: Callable[[_Entry], Iterable[str]],
    file: YamlFile,
    mistakes: list[Mistake],
) -> dict[str, _Entry]:
    """The ids that *entries* choose, each with its entry; errors are appended to *mistakes*."""
    chosen: dict[str, _Entry] = {}
    for index, entry in enumerate(entries):
        try:
            found = list(find(entry))
        except LookupError as error:
            mistakes.append(file.mistake((key, index), str(error.args[0])))
            continue
        for name in found:
            if name in chosen:
                message = f"{name} is chosen twice; remove one"
                mistakes.append(file.mistake((key, index), message))
            chosen[name] = entry
    return chosen


def _exercises(course: Course, choice: Choice | WrittenChoice) -> Iterator[str]:
    """The exercises that one entry chooses, in the course's order."""
    if isinstance(choice, WrittenChoice):
        yield choice.manual
        return
    match _given(choice):
        case "id", name:
            yield course.exercise(name).id
        case "chapter", name:
            if name not in course.chapters:
                raise LookupError(f"no chapter {name!r}.{nearest(name, list(course.chapters))}")
            yield from (e.id for e in course.exercises if e.chapter == name)
        case _, name:
            _require_misconception(course, name)
            teaching = course.misconceptions[name].exercise
            if teaching is None:
                raise LookupError(f"no exercise teaches against {name!r} yet; choose one by its id")
            yield course.exercise(teaching).id


def _items(course: Course, choice: QuizChoice) -> Sequence[str]:
    """The quiz items that one entry chooses, in the course's order."""
    match _given(choice):
        case "id", name:
            course.item(name)
            return [name]
        case "chapter", name:
            if name not in course.banks:
                known = nearest(name, course.banks)
                raise LookupError(f"no chapter {name!r} with quiz items.{known}")
            return list(course.banks[name].root)
        case _, name:
            _require_misconception(course, name)
            shows = load_bank(course).shows
            found = [item for item in course.items if name in shows.get(item, ())]
            if not found:
                raise LookupError(f"no quiz item shows {name!r}; choose one by its id")
            return found


def _given(choice: Choice | QuizChoice) -> tuple[str, str]:
    """The key by which an entry chooses, and the name that it gives."""
    given = [(by, name) for by in _WAYS if (name := getattr(choice, by))]
    if len(given) != 1:
        raise LookupError("give one of id, chapter and misconception")
    return given[0]


def _require_misconception(course: Course, name: str) -> None:
    if name not in course.misconceptions:
        raise LookupError(f"no misconception {name!r}.{nearest(name, course.misconceptions)}")


def _tasks(
    sheet: AssignmentSheet,
    course: Course,
    chosen: Mapping[str, Choice | WrittenChoice],
    own: Sequence[float],
) -> Iterator[Task | WrittenTask]:
    """The tasks in order, each with its share of the points, by the points that it has on its *own*."""
    shares = shared_out(sheet.points, own) if sheet.points else map(rounded, own)
    before = 0
    for (name, choice), worth in zip(chosen.items(), shares, strict=True):
        if isinstance(choice, WrittenChoice):
            yield written_task(choice, worth, before)
        else:
            yield Task(course.exercise(name), worth)
            before += 1


def _weighed(course: Course, name: str, choice: Choice | WrittenChoice) -> float:
    if isinstance(choice, WrittenChoice):
        return choice.points
    return (choice.points or course.exercise(name).points) * choice.weight

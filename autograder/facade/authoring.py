"""Authors' work on exercises and quiz items: proving them, and locking what their programs show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring import (
    Candidate,
    Complaint,
    LintReport,
    Proven,
    create_course,
    display_path,
    is_current,
    lint_course,
    lint_exercise,
    load_programs,
    make_key,
    similar,
    write_key_file,
)
from autograder.authoring.many import lint_exercises, survey_exercises
from autograder.authoring.mutants import Survey, survey_exercise
from autograder.authoring.quizzes import (
    ItemReport,
    bank_is_current,
    bank_text,
    lint_bank,
    linted_bank_text,
    solver_for,
    write_bank_file,
)
from autograder.authoring.snippets import SnippetRunner
from autograder.content import Course, Exercise, Language, nearest
from autograder.enums import StrEnum
from autograder.errors import InputError
from autograder.facade.courses import open_course
from autograder.facade.grading import Grading
from autograder.grading.pool import cores

__all__ = [
    "Chosen",
    "Locked",
    "Proof",
    "State",
    "choose",
    "like",
    "lock",
    "new_course",
    "prove",
    "survey",
]

_QUIZ = "/quiz"


@dataclass(frozen=True, slots=True)
class Chosen:
    """
    The exercises and quiz items that an author chose.

    Attributes:
        chapters: The chapters whose quiz items were chosen.
        everything: Whether the whole course was chosen.
    """

    exercises: Sequence[Exercise]
    chapters: Sequence[str]
    everything: bool = False


def choose(course: Course, names: Sequence[str]) -> Chosen:
    """
    Return the exercises that *names* name, and the chapters whose items they name (``CHAPTER/quiz``).

    Without names, the whole course is chosen.

    Raises:
        UnknownExerciseError, InputError: If a name is unknown; suggests a similar one.
    """
    if not names:
        return Chosen(course.exercises, list(course.banks), everything=True)
    chapters = [name.removesuffix(_QUIZ) for name in names if name.endswith(_QUIZ)]
    for chapter in chapters:
        if chapter not in course.banks:
            raise InputError(f"{chapter} has no quiz.yaml.{nearest(chapter, course.banks)}")
    exercises = [course.exercise(name) for name in names if not name.endswith(_QUIZ)]
    return Chosen(exercises, chapters)


@dataclass(frozen=True, slots=True)
class Proof:
    """
    The results of trying exercises and items.

    Attributes:
        complaints: All that is wrong, each with its file; empty if everything is proved.
    """

    exercises: Sequence[LintReport]
    items: Sequence[ItemReport]
    complaints: Sequence[Complaint]


def prove(
    course: Course,
    chosen: Chosen,
    *,
    variants: int,
    cached: bool = True,
    watched: Callable[[Iterable[LintReport]], Iterable[LintReport]] = iter,
) -> Proof:
    """
    Try the *chosen* exercises and items of *course* with everything that their authors wrote.

    Args:
        variants: How many variants of each item with parameters are tried.
        cached: Whether, of several exercises, those that were proved before and have not changed
            since are taken as proved.
        watched: Wraps the iterator of reports and yields each again, for a progress bar.
    """
    with ThreadPoolExecutor(1) as beside:
        trying = beside.submit(_items_tried, course, chosen.chapters, variants)
        exercises = watched(_exercises_tried(course, chosen.exercises, cached=cached))
        tried = {report.exercise: report for report in exercises}
        items, stale = trying.result()
    reports = [tried[exercise.id] for exercise in chosen.exercises]
    complaints = [complaint for report in reports for complaint in report.complaints]
    complaints += [
        Complaint(f"{_bank_file(course, report.chapter)}: {report.item}", problem)
        for report in items
        for problem in report.complaints
    ]
    complaints += stale
    complaints += lint_course(course) if chosen.everything else []
    return Proof(reports, items, complaints)


def _bank_file(course: Course, chapter: str, name: str = "quiz.yaml") -> str:
    return display_path(course, course.path / chapter / name)


def _items_tried(
    course: Course, chapters: Sequence[str], variants: int
) -> tuple[list[ItemReport], list[Complaint]]:
    """Reports on the items of *chapters*, and complaints about their outdated keys."""
    with SnippetRunner(torch=course.sheet.torch) as runner:
        solver = solver_for(course, runner)
        items = [r for c in chapters for r in lint_bank(course, c, solver, variants=variants)]
        wrong = {report.chapter for report in items if report.complaints}
        stale = [
            Complaint(
                _bank_file(course, c, "quiz.key.json"),
                f"is not what the items say now; run: gradlings lock {c}{_QUIZ}",
            )
            for c in chapters
            if c not in wrong and not bank_is_current(course, c, linted_bank_text(course, c, items))
        ]
    return items, stale


def _exercises_tried(
    course: Course, exercises: Sequence[Exercise], *, cached: bool
) -> Iterator[LintReport]:
    """Yield the report on each of *exercises* as it is done; one alone is always tried."""
    with Grading(course) as grading:
        if len(exercises) == 1:
            yield lint_exercise(grading.grader, exercises[0])
            return
        proven = Proven(course.path)
        known = {one.id for one in exercises if cached and proven.results(one) is not None}
        for exercise in exercises:
            if exercise.id in known:
                yield lint_exercise(grading.grader, exercise, proven=proven)
    ids = [exercise.id for exercise in exercises if exercise.id not in known]
    if ids:
        yield from lint_exercises(course.path, ids, min(cores(), len(ids)), cached=cached)


def survey(
    course: Course, exercises: Sequence[Exercise], *, most: int | None = None
) -> Iterator[Survey]:
    """
    Yield what becomes of the mutants of each of *exercises*: right programs with one thing changed.

    Args:
        most: So many mutants of each exercise at most, evenly chosen.
    """
    jobs = min(cores(), len(exercises))
    if jobs > 1:
        yield from survey_exercises(course.path, [one.id for one in exercises], jobs, most)
        return
    with Grading(course) as grading:
        for exercise in exercises:
            yield survey_exercise(grading.grader, exercise, most=most)


class State(StrEnum):
    """How a key on disk compares with what the programs show now."""

    CURRENT = "current"
    WRITTEN = "written"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Locked:
    """
    The key of an exercise, or of a chapter's items (``CHAPTER/quiz``).

    Attributes:
        file: The key's file, as complaints name it.
    """

    name: str
    state: State
    file: str


def lock(course: Course, chosen: Chosen, *, write: bool = True) -> Iterator[Locked]:
    """
    Run the solutions of *chosen* and write what they show as keys; yield each as it is done.

    Args:
        write: If False, nothing is written, and keys that would change are reported as stale.

    Raises:
        LockError, ItemError, SnippetError: If an author's program fails.
    """
    with SnippetRunner(torch=course.sheet.torch) as runner:
        for chapter in chosen.chapters:
            text = bank_text(course, chapter, solver_for(course, runner))
            current = (
                not write_bank_file(course, chapter, text)
                if write
                else bank_is_current(course, chapter, text)
            )
            file = _bank_file(course, chapter, "quiz.key.json")
            yield Locked(f"{chapter}{_QUIZ}", _state(current, write=write), file)
    with Grading(course) as grading:
        grader = grading.grader
        for exercise in chosen.exercises:
            key = make_key(grader, exercise, load_programs(course, exercise))
            current = (
                not write_key_file(grader, exercise, key)
                if write
                else is_current(grader, exercise, key)
            )
            file = display_path(course, exercise.key_path)
            yield Locked(exercise.id, _state(current, write=write), file)


def new_course(
    folder: Path, *, languages: Sequence[Language], title: str, torch: bool = True
) -> Iterator[Path]:
    """
    Write a new course to *folder*, lock it, and yield its files.

    Raises:
        NewCourseError: If it can't be made there.
        LockError, SandboxError: If nothing can be run here; then only the keys are missing.
    """
    yield from create_course(folder, languages=languages, title=title, torch=torch)
    course = open_course(folder / "exercises")
    for _ in lock(course, choose(course, ())):
        pass
    yield from (exercise.key_path for exercise in course.exercises)
    yield from (course.path / chapter / "quiz.key.json" for chapter in course.banks)


def like(words: str, course: Course, *, most: int = 5) -> list[Candidate]:
    """Return the misconceptions of *course* and of the bundled one that share *words*, likeliest first."""
    return similar(words, course, open_course(), most=most)


def _state(current: bool, *, write: bool) -> State:
    if current:
        return State.CURRENT
    return State.WRITTEN if write else State.STALE

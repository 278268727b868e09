"""Making a bundle: its copy of the course, and the keys of hidden cases."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from autograder.assignments.assignment import Assignment, Task
from autograder.assignments.bundle import (
    QUIZ_KEYS,
    Bundle,
    BundleSheet,
    ItemWorth,
    Worth,
    open_bundle,
)
from autograder.assignments.layout import (
    DIGESTS,
    DIGESTS_OF_KEYS,
    OF_ALL,
    PUBLIC,
    QUIZ,
    SHEET,
    SHEETS,
    digest_of,
    digests_at,
    files_below,
    is_ours,
    key_path,
)
from autograder.assignments.own_sheets import write_own_sheets
from autograder.assignments.sheet import AssignmentSheet, Cases, Choice
from autograder.content import Course, Exercise, Text
from autograder.files import make_private_folder, write_whole
from autograder.judging import Key, misconception_of, read_key
from autograder.quizzes import Solved

__all__ = ["KeyMaker", "decides", "differences", "make_bundle", "public_bundle", "sheet_of"]

#: Makes the text of the key for an exercise's hidden cases from their seed.
KeyMaker = Callable[[Exercise, str], str]


def make_bundle(
    assignment: Assignment,
    folder: Path,
    key_maker: KeyMaker,
    *,
    progress: Callable[[str], object] | None = None,
    quiz_keys: Mapping[str, Sequence[Solved]] = MappingProxyType({}),
    sheet_keys: Mapping[str, Sequence[Solved]] = MappingProxyType({}),
) -> Bundle:
    """
    Write the bundle of *assignment* to *folder* and open it.

    Keys that are still current are kept: their exercise and seed are the same, and so is everything
    that they were made from.

    Args:
        key_maker: Runs the solutions, which are needed only here.
        progress: Called with an exercise's id before its keys are made.
        quiz_keys: The variants of each quiz item, with their keys.
        sheet_keys: The variants on the owners' sheets, with their keys.
    """
    sheet = assignment.sheet
    if sheet.cases.hidden or quiz_keys:
        make_private_folder(folder)
    _copy_course(assignment, folder / "exercises")
    if sheet.cases.hidden:
        _write_keys(assignment, folder, key_maker, progress)
    text = sheet_of(assignment).model_dump_json(indent=1) + "\n"
    if quiz_keys:
        keys = {name: tuple(variants) for name, variants in quiz_keys.items()}
        keys_text = QUIZ_KEYS.dump_json(keys, indent=1).decode() + "\n"
        write_whole(folder / QUIZ, keys_text, private=True)
    if sheet_keys:
        sheets = write_own_sheets(assignment.owners, sheet_keys)
        write_whole(folder / SHEETS, sheets, private=True)
    else:
        (folder / SHEETS).unlink(missing_ok=True)
    # Private, since its salt reveals which student has which variant.
    write_whole(folder / SHEET, text, private=sheet.cases.hidden or bool(sheet_keys))
    return open_bundle(folder)


def sheet_of(assignment: Assignment) -> BundleSheet:
    """Return the rules of *assignment* as its bundle holds them: without the secret."""
    sheet = assignment.sheet
    return BundleSheet(
        id=assignment.id,
        title=sheet.title,
        languages=sheet.languages,
        tasks=[Worth(exercise=task.exercise.id, points=task.points) for task in assignment.tasks],
        hidden=sheet.cases.hidden,
        variants=sheet.variants if sheet.cases.hidden else 1,
        salt=assignment.variant_salt,
        due=sheet.due,
        late=sheet.late,
        attempts=sheet.attempts,
        integrity=sheet.integrity,
        quiz=[ItemWorth(item=task.item, points=task.points) for task in assignment.quiz],
        written=list(assignment.written),
    )


def differences(assignment: Assignment, bundle: Bundle) -> tuple[str, ...]:
    """Return in which rules *bundle* is not what would be made of *assignment* today."""
    today, made = sheet_of(assignment), bundle.sheet
    # Exercises are listed with their points as tasks, and the salt is drawn from the secret.
    words = {"tasks": "exercises and points", "salt": "secret", "written": "written exercises"}
    return tuple(
        words.get(name, name)
        for name in type(made).model_fields
        if getattr(today, name) != getattr(made, name)
    )


def _write_keys(
    assignment: Assignment,
    folder: Path,
    key_maker: KeyMaker,
    progress: Callable[[str], object] | None,
) -> None:
    known = digests_at(folder)
    digests: dict[str, str] = {}
    for exercise in assignment.exercises:
        if progress:
            progress(exercise.id)
        public = _key_at(exercise.key_path)
        for variant in range(assignment.sheet.variants):
            seed = assignment.seed(exercise, variant)
            path = key_path(folder, exercise.id, variant)
            if not (
                known.get(path.name) == digest_of(path)
                and _is_current(path, exercise, public, seed)
            ):
                write_whole(path, key_maker(exercise, seed), private=True)
            digests[path.name] = digest_of(path)
    text = DIGESTS_OF_KEYS.dump_json(digests, indent=1).decode() + "\n"
    write_whole(folder / "keys" / DIGESTS, text, private=True)


def public_bundle(course: Course, folder: Path) -> Bundle:
    """Write and open a bundle of all of *course*, on public cases, at its rubrics' points."""
    sheet = AssignmentSheet(
        title=Text.in_any_language(course.path.name),
        languages=list(course.languages),
        secret="of public cases only",  # noqa: S106 - nothing is drawn from it
        exercises=[Choice(id=exercise.id) for exercise in course.exercises],
        cases=Cases(hidden=False),
    )
    tasks = tuple(Task(exercise, exercise.points) for exercise in course.exercises)

    def no_keys(exercise: Exercise, seed: str) -> str:
        raise AssertionError(f"no hidden cases: {exercise.id}, {seed}")

    return make_bundle(Assignment(course.path.name, sheet, course, tasks), folder, no_keys)


def _copy_course(assignment: Assignment, folder: Path) -> None:
    course = assignment.course
    wanted = {course.path / name for name in OF_ALL if (course.path / name).exists()}
    for exercise in assignment.exercises:
        wanted.add(exercise.folder.parent / "chapter.yaml")
        for pattern in PUBLIC:
            wanted.update(exercise.folder.glob(pattern))
    targets = {folder / path.relative_to(course.path): path for path in wanted}
    # Our files of exercises that are no longer in the assignment.
    gone = [
        path for path in files_below(folder) if path not in targets and is_ours(path, folder.parent)
    ]
    for old in gone:
        old.unlink()
    for target, path in targets.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def decides(program: str, exercise: Exercise) -> bool:
    """
    Tell whether a wrong *program* is needed on hidden cases: only if its misconception is advice.

    Other misconceptions are recognised by the public cases. So keys of hidden cases are small and
    quickly made, and there can be many sets of them.
    """
    return misconception_of(program) in exercise.sheet.advice


def _is_current(path: Path, exercise: Exercise, public: Key | None, seed: str) -> bool:
    """Whether *path* has a key for this *seed*, made from the same checks as the *public* key."""
    key = _key_at(path)
    if key is None or public is None:
        return False
    return (
        key.seed == seed
        and key.exercise == exercise.id
        and key.checks_digest == public.checks_digest
        and key.programs == tuple(name for name in public.programs if decides(name, exercise))
    )


def _key_at(path: Path) -> Key | None:
    try:
        return read_key(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None

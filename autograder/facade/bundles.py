"""The bundle by which a class is graded: one that was made before, or one that is made now."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path

from autograder.assignments import Assignment, Bundle, differences, load_assignment, open_bundle
from autograder.assignments.sheet_owners import owners_path
from autograder.content import ContentError, Course
from autograder.errors import InputError
from autograder.facade.courses import files_of, open_course
from autograder.grading.ledger import Ledger
from autograder.stamps import our_stamp, stamp_of

__all__ = ["LEDGER", "bundle_for"]

#: The ledger's name in an output folder.
LEDGER = "ledger.sqlite"
#: The endings of all files of a course that an assignment's rules depend on.
_READ = (".yaml", ".json")


def bundle_for(
    assignment: Path,
    output: Path,
    course: Course | Path | None,
    made: Path | None,
    progress: Callable[[str], object],
) -> Bundle:
    """
    Open the bundle of *assignment*: the folder itself, the one that was *made*, or a new one in *output*.

    Args:
        assignment: The assignment's file, or a bundle's folder.
        output: The output folder; it exists.
        course: The course that the file chooses from, or its folder, read only if need be.
        progress: Called with an exercise's id before its keys are made.

    Raises:
        InputError: If the file and the bundle that was made of it differ, or one of them is wrong.
    """
    if assignment.is_dir():
        return open_bundle(assignment)
    if made is not None:
        return _compared(assignment, made, course, output / LEDGER)
    from autograder.facade.assignments import updated_bundle  # noqa: PLC0415 - it imports all of authoring

    chosen = load_assignment(assignment, _opened(course) or open_course())
    return updated_bundle(chosen, output / "bundle", progress=progress)


def _compared(assignment: Path, made: Path, course: Course | Path | None, noted: Path) -> Bundle:
    """
    The bundle that was *made*, once it is known to have the same rules as the *assignment*'s file.

    What was *noted* to be the same is compared again only if something changed that it depends on:
    for that, all of the course would have to be read.
    """
    # By what it was before it was read: whoever changes a file meanwhile changes the stamp.
    marks = files_of(made / "exercises", _READ)
    bundle = open_bundle(made)
    stamp = _stamp(assignment, bundle, marks, course)
    with Ledger(noted) as ledger:
        if not (stamp and ledger.knows_agreement(stamp)):
            _refuse_different(assignment, bundle, course)
            ledger.note_agreement(stamp)
    return bundle


def _stamp(assignment: Path, bundle: Bundle, marks: object, course: Course | Path | None) -> str:
    """The stamp of all that is compared; none for a course that was read earlier, by whomever."""
    if isinstance(course, Course):
        return ""
    return stamp_of(
        [
            our_stamp(),
            assignment,
            [*map(_contents, (assignment, owners_path(assignment)))],
            [str(course), files_of(course, _READ)] if course else None,
            marks,
            bundle.sheet,
        ]
    )


def _contents(path: Path) -> bytes | None:
    """What is in a file; None if it can't be read, which is told where it is."""
    with contextlib.suppress(OSError):
        return path.read_bytes()
    return None


def _refuse_different(assignment: Path, bundle: Bundle, course: Course | Path | None) -> None:
    written = _as_written(assignment, [*filter(None, [_opened(course)]), bundle.course])
    if differing := differences(written, bundle):
        raise InputError(
            f"{assignment} and the bundle {bundle.path} differ in: {', '.join(differing)}. Make the "
            "bundle again with gradlings generate, or give the file that it was made of"
        )


def _opened(course: Course | Path | None) -> Course | None:
    return open_course(course) if isinstance(course, Path) else course


def _as_written(path: Path, courses: Sequence[Course]) -> Assignment:
    """The assignment at *path*, of the first of *courses* that has what it chooses."""
    *others, last = courses
    for course in others:
        with contextlib.suppress(ContentError):
            return load_assignment(path, course)
    return load_assignment(path, last)

"""The targets that an assignment is generated for, each with folders of its own for both sides."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from autograder.assignments import Assignment, Bundle
from autograder.files import naming
from autograder.generating.actions import write_actions
from autograder.generating.gradescope import write_gradescope
from autograder.generating.instructions import instructions
from autograder.generating.learners import write_notebooks, write_scripts
from autograder.generating.nbgrader import write_nbgrader
from autograder.generating.otter import write_otter
from autograder.generating.places import INSTRUCTOR, STUDENTS, Places
from autograder.generating.quizzes.target import write_quiz
from autograder.generating.wheel import GeneratingError
from autograder.outputs import output_folder

__all__ = ["TARGETS", "Generated", "generate_targets"]

#: Writes one output to new folders, one for each side; returns the path to look at.
Target = Callable[[Assignment, Bundle, Places], Path]

TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        "scripts": write_scripts,
        "notebook": write_notebooks,
        "otter": write_otter,
        "gradescope": write_gradescope,
        "nbgrader": write_nbgrader,
        "actions": write_actions,
        "quiz": write_quiz,
    }
)


@dataclass(frozen=True, slots=True)
class Generated:
    """
    The result of one target, or the instructor's README.

    Attributes:
        path: The file or folder to look at; None if the target was left out.
        why: Why the target was left out.
        kept: Earlier files that were not ours, or edited, and where they have been put.
        left: Edited files of an earlier run, left where they are.
    """

    name: str
    path: Path | None
    why: str = ""
    kept: tuple[tuple[str, Path], ...] = ()
    left: tuple[Path, ...] = ()


def generate_targets(
    assignment: Assignment, bundle: Bundle, folder: Path, targets: Sequence[str] = ()
) -> list[Generated]:
    """
    Write the named *targets*, by default all, to *folder*: what students get to ``students/<target>``,
    the rest to ``instructor/<target>``, with a README for the instructor.

    Files that are not ours are never removed; they are put aside if we need their names.

    Raises:
        GeneratingError: If a named target can't be written, as it needs something that is not
            installed. A target that was not named is left out instead.
    """
    generated = []
    for name, write in TARGETS.items():
        if targets and name not in targets:
            continue
        try:
            generated.append(_delivered(name, write, assignment, bundle, folder))
        except GeneratingError as error:
            if targets:
                raise
            generated.append(Generated(name, None, str(error)))
    generated.append(_instructed(assignment, folder))
    return generated


def _delivered(
    name: str, write: Target, assignment: Assignment, bundle: Bundle, folder: Path
) -> Generated:
    """Let a target write to new folders, and move its files to where they belong."""
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        with naming(place):
            shown = write(assignment, bundle, Places.of(name, place)).relative_to(place)
        with output_folder(folder, _prefixes(name)) as output:
            for path in _files(place):
                private = path.stat().st_mode & 0o077 == 0
                within = path.relative_to(place).as_posix()
                output.write(within, path.read_bytes(), private=private)
    return Generated(name, folder / shown, kept=tuple(output.kept), left=tuple(output.left))


def _prefixes(target: str) -> tuple[str, ...]:
    """Where the files of *target* are, and where earlier versions wrote them."""
    return f"{STUDENTS}/{target}/", f"{INSTRUCTOR}/{target}/", f"{target}/"


def _instructed(assignment: Assignment, folder: Path) -> Generated:
    """Write the instructor's READMEs about all that is in *folder*."""
    with output_folder(folder, (f"{INSTRUCTOR}/README",)) as output:
        first, *_ = [output.write(name, text) for name, text in instructions(assignment, folder)]
    return Generated("README", first, kept=tuple(output.kept), left=tuple(output.left))


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())

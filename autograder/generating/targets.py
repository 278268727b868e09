"""The targets that an assignment is generated for, each a folder of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from autograder.assignments import Assignment, Bundle
from autograder.files import naming
from autograder.generating.actions import write_actions
from autograder.generating.cells import GeneratingError
from autograder.generating.gradescope import write_gradescope
from autograder.generating.learners import write_notebooks, write_scripts
from autograder.generating.nbgrader import write_nbgrader
from autograder.generating.otter import write_otter
from autograder.generating.quizzes.target import write_quiz
from autograder.outputs import output_folder

__all__ = ["TARGETS", "Generated", "generate_targets"]

#: Writes one output to a new folder, and its files for the instructor alone to ``../instructor``;
#: returns the path to look at.
Target = Callable[[Assignment, Bundle, Path], Path]

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
    The result of one target.

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
    Write the named *targets*, by default all, to *folder*, each to a subfolder of its name.

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
    return generated


def _delivered(
    name: str, write: Target, assignment: Assignment, bundle: Bundle, folder: Path
) -> Generated:
    """Let a target write to a new folder, and move its files to where they belong."""
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        with naming(place):
            shown = write(assignment, bundle, place / name).relative_to(place)
        with output_folder(folder, (f"{name}/", f"instructor/{name}/")) as output:
            for path in _files(place):
                private = path.stat().st_mode & 0o077 == 0
                within = path.relative_to(place).as_posix()
                output.write(within, path.read_bytes(), private=private)
    return Generated(name, folder / shown, kept=tuple(output.kept), left=tuple(output.left))


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())

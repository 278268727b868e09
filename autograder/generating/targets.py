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

#: Writes one output to a new folder, and what of it only the instructor may have to
#: ``../instructor``; returns what to look at.
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
    What one target came to.

    Attributes:
        path: What to look at; None if it was left out.
        why: Why it was left out.
        kept: Files that were there and not ours, or edited, and where they have been put.
        left: Files of an earlier run that were edited, so they are still there.
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
    Write the named *targets* to *folder*, each to a folder of its name; all, if none is named.

    What is there and not ours is never removed, and kept aside where we need its name.

    Raises:
        GeneratingError: If a target that was named needs something that is not installed. One
            that was not named is left out.
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
    """Let a target write to a new folder, and put what it wrote to where it belongs."""
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

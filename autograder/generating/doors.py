"""The doors that an assignment can be handed out through, each a folder of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from autograder.assignments import Assignment, Bundle
from autograder.generating.actions import write_actions
from autograder.generating.cells import GeneratingError
from autograder.generating.gradescope import write_gradescope
from autograder.generating.learners import write_notebooks, write_scripts
from autograder.generating.nbgrader import write_nbgrader
from autograder.generating.otter import write_otter
from autograder.generating.quizzes.door import write_quiz

__all__ = ["DOORS", "Generated", "generate_doors"]

#: Writes one output to a folder and returns what to look at.
Door = Callable[[Assignment, Bundle, Path], Path]

DOORS: Mapping[str, Door] = MappingProxyType(
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
    What one door came to.

    Attributes:
        path: What to look at; None if it was left out.
        why: Why it was left out.
    """

    name: str
    path: Path | None
    why: str = ""


def generate_doors(
    assignment: Assignment, bundle: Bundle, folder: Path, doors: Sequence[str] = ()
) -> list[Generated]:
    """
    Write the named *doors* to *folder*, each to a folder of its name; all, if none is named.

    Raises:
        GeneratingError: If a door that was named needs something that is not installed. One
            that was not named is left out.
    """
    generated = []
    for name, write in DOORS.items():
        if doors and name not in doors:
            continue
        try:
            generated.append(Generated(name, write(assignment, bundle, folder / name)))
        except GeneratingError as error:
            if doors:
                raise
            generated.append(Generated(name, None, str(error)))
    return generated

"""The doors that an assignment can be handed out through, each a folder of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from autograder.assignments import Assignment, Bundle
from autograder.generating.actions import write_actions
from autograder.generating.gradescope import write_gradescope
from autograder.generating.learners import write_notebooks, write_scripts
from autograder.generating.nbgrader import write_nbgrader
from autograder.generating.otter import write_otter

__all__ = ["DOORS", "generate_doors"]

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
    }
)


def generate_doors(
    assignment: Assignment, bundle: Bundle, folder: Path, doors: Sequence[str]
) -> dict[str, Path]:
    """
    Write the named *doors* to *folder*, each to a folder of its name; return what to look at.

    Raises:
        GeneratingError: If a door needs something that is not installed.
    """
    return {name: DOORS[name](assignment, bundle, folder / name) for name in doors}

"""The doors that an assignment can be handed out through."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from autograder.assignments import Assignment, Bundle

__all__ = ["DOORS", "generate_doors"]

#: Writes one output to a folder and returns what to look at.
Door = Callable[[Assignment, Bundle, Path], Path]

DOORS: Mapping[str, Door] = MappingProxyType({})


def generate_doors(
    assignment: Assignment, bundle: Bundle, folder: Path, doors: Sequence[str]
) -> dict[str, Path]:
    """Write the named *doors* to *folder*, each to a folder of its name."""
    return {name: DOORS[name](assignment, bundle, folder / name) for name in doors}

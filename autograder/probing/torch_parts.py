"""
The parts of this room that need torch, each imported when it is first needed.

Exercises by hand run where there is no torch to import (``torch: false``), so the parts that their
checks need must not import it. import-linter makes sure of that.
"""

from __future__ import annotations

import functools
import importlib
from types import ModuleType
from typing import Any

__all__ = ["MODULES_WITH_TORCH", "WITH_TORCH", "arrays_part", "import_all", "named", "part"]

#: Public names of this room that need torch, each with its module.
WITH_TORCH = {
    "Landscape": "landscapes",
    "ScriptRun": "scripts",
    "brought_by": "uses",
    "canonical_graph": "graphs",
    "data": "tensors",
    "gradient_in_use": "uses",
    "gradient_of": "uses",
    "graph_size": "graphs",
    "keeps_graph": "graphs",
    "leaf": "tensors",
    "leaves_of": "graphs",
    "LastLayer": "last_layers",
    "LikeUnits": "symmetry",
    "near": "tensors",
    "numerical_gradient": "numerical",
    "overfitting": "stopping",
    "plain_numbers": "graphs",
    "classification": "training",
    "Deck": "decks",
    "curve_trainings": "curves",
    "epochs_of_regression": "training",
    "exam": "training",
    "regression": "training",
    "rows_differ": "tensors",
    "read_back": "uses",
    "shares_memory": "uses",
}
#: All modules of this room that need torch: those, what checks import by themselves, and what these need.
MODULES_WITH_TORCH = frozenset(
    {
        *WITH_TORCH.values(), "answers", "checkpoints", "devices", "flow", "going_back", "journal.hooks", "journal.mode",
        "journal.quiet_steps", "journal.reading", "journal.recorder", "memory", "models", "quiet_seeds", "resuming",
        "survivors", "switches", "tapes", "tracing",
    }
)  # fmt: skip


@functools.cache
def part(module: str) -> ModuleType:
    """
    Return a module of this room that needs torch.

    It is looked up only once: what learner code does to ``sys.modules`` later changes nothing.

    Raises:
        ImportError: Where there is no torch.
    """
    # The error should say that there is no torch, not what follows from that.
    importlib.import_module("torch")
    return importlib.import_module(f"{__package__}.{module}")


@functools.cache
def arrays_part() -> ModuleType | None:
    """
    Return the module of this room that needs numpy; None where there is none.

    A server asks once before it forks, so that no child has to find it.
    """
    try:
        return importlib.import_module(f"{__package__}.arrays")
    except ImportError:
        return None


def named(name: str) -> Any:
    """Return what *name*, a key of :data:`WITH_TORCH`, stands for."""
    return getattr(part(WITH_TORCH[name]), name)


def import_all() -> None:
    """Import every part now, in a process whose children need them."""
    arrays_part()
    for module in sorted(MODULES_WITH_TORCH):
        part(module)

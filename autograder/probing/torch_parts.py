"""
What of this room needs torch, imported when it is first wanted.

Exercises by hand are run where there is no torch to import (``torch: false``), so what their
checks need of this room may not ask for it. import-linter keeps that true.
"""

from __future__ import annotations

import functools
import importlib
from types import ModuleType
from typing import Any

__all__ = ["WITH_TORCH", "import_all", "named", "part"]

#: Public names of this room that need torch, and the module in which each stands.
WITH_TORCH = {
    "Backwards": "watchers",
    "Cuts": "watchers",
    "Event": "watchers",
    "Events": "watchers",
    "ForwardModes": "watchers",
    "Gradient": "watchers",
    "Gradients": "watchers",
    "GradientsPerStep": "steps",
    "Landscape": "landscapes",
    "Leaf": "watchers",
    "OptimizerSteps": "watchers",
    "Parameters": "watchers",
    "Replacement": "steps",
    "SavedTensors": "watchers",
    "ScriptRun": "scripts",
    "Steps": "steps",
    "Survivors": "watchers",
    "Unchanged": "watchers",
    "Updates": "watchers",
    "brought_by": "uses",
    "canonical_graph": "graphs",
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
#: Other modules that need it, which checks import by themselves or this room does when it is run.
_OTHERS_WITH_TORCH = ("going_back", "journal.recorder", "memory", "switches", "tracing")


@functools.cache
def part(module: str) -> ModuleType:
    """
    Return a module of this room that needs torch.

    It is found once: what learner code does to ``sys.modules`` afterwards changes nothing.

    Raises:
        ImportError: Where there is no torch.
    """
    # That there is no torch is to be told, not what else its absence leads to.
    importlib.import_module("torch")
    return importlib.import_module(f"{__package__}.{module}")


def named(name: str) -> Any:
    """Return what *name*, a key of :data:`WITH_TORCH`, stands for."""
    return getattr(part(WITH_TORCH[name]), name)


def import_all() -> None:
    """Import every part now, in a process whose children shall find them."""
    for module in (*WITH_TORCH.values(), *_OTHERS_WITH_TORCH):
        part(module)

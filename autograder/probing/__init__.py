"""
Probing: runs learner code and reports facts; it judges nothing.

Detection primitives and where they live:
D1 ``Leaf``, ``Updates``, ``Replacement`` · D2 ``Leaf``, ``Unchanged`` · D3 ``Gradients`` ·
D4 ``Events``, ``Backwards``, ``Updates``, ``Cuts`` · D5 ``OptimizerSteps``, ``Steps`` ·
D6 ``canonical_graph`` · D7 ``SavedTensors`` · D8 ``graph_size``, ``keeps_graph`` ·
D9 ``ForwardModes`` · D10 ``Warnings`` (always on) · D11 the fact ``raised`` ·
D12 wrong programs, compared by judging · D13 ``Case`` ·
D14 ``called_without_parentheses``, ``near_misses``, ``names_autograd`` · D15 ``numerical_gradient`` ·
D16 ``Parameters`` · D17 the sandbox's fresh process, ``Survivors``.

Names that need torch are imported when they are asked for: exercises by hand have none.
"""

from typing import TYPE_CHECKING, Any

from autograder.probing import torch_parts
from autograder.probing.case import Case
from autograder.probing.engines import Engine, without_torch
from autograder.probing.facts import describe, is_plain_tensor, kind_in_words, type_in_words
from autograder.probing.source import (
    assigns,
    called_without_parentheses,
    calls_method,
    named_uncalled,
    names_autograd,
    near_misses,
    seeds_itself,
    uses_result,
)
from autograder.probing.submission import Submission, answer_or_none, ask
from autograder.probing.watcher import Silent, Warnings, Watcher, hooked
from autograder.probing.watching import Seen, journaled, journaling, watching
from autograder.probing.witnesses import entries, filled, listed, number_in, plus

if TYPE_CHECKING:
    from autograder.probing.curves import curve_trainings
    from autograder.probing.decks import Deck
    from autograder.probing.graphs import canonical_graph, graph_size, keeps_graph, leaves_of
    from autograder.probing.landscapes import Landscape
    from autograder.probing.last_layers import LastLayer
    from autograder.probing.numerical import numerical_gradient
    from autograder.probing.scripts import ScriptRun
    from autograder.probing.steps import GradientsPerStep, Replacement, Steps
    from autograder.probing.symmetry import LikeUnits
    from autograder.probing.tensors import leaf, near, rows_differ
    from autograder.probing.training import classification, epochs_of_regression, exam, regression
    from autograder.probing.uses import (
        brought_by,
        gradient_in_use,
        gradient_of,
        read_back,
        shares_memory,
    )
    from autograder.probing.watchers import (
        Backwards,
        Cuts,
        Event,
        Events,
        ForwardModes,
        Gradient,
        Gradients,
        Leaf,
        OptimizerSteps,
        Parameters,
        SavedTensors,
        Survivors,
        Unchanged,
        Updates,
    )

__all__ = [
    "Backwards",
    "Case",
    "Cuts",
    "Deck",
    "Engine",
    "Event",
    "Events",
    "ForwardModes",
    "Gradient",
    "Gradients",
    "GradientsPerStep",
    "Landscape",
    "LastLayer",
    "Leaf",
    "LikeUnits",
    "OptimizerSteps",
    "Parameters",
    "Replacement",
    "SavedTensors",
    "ScriptRun",
    "Seen",
    "Silent",
    "Steps",
    "Submission",
    "Survivors",
    "Unchanged",
    "Updates",
    "Warnings",
    "Watcher",
    "answer_or_none",
    "ask",
    "assigns",
    "brought_by",
    "called_without_parentheses",
    "calls_method",
    "canonical_graph",
    "classification",
    "curve_trainings",
    "describe",
    "entries",
    "epochs_of_regression",
    "exam",
    "filled",
    "gradient_in_use",
    "gradient_of",
    "graph_size",
    "hooked",
    "is_plain_tensor",
    "journaled",
    "journaling",
    "keeps_graph",
    "kind_in_words",
    "leaf",
    "leaves_of",
    "listed",
    "named_uncalled",
    "names_autograd",
    "near",
    "near_misses",
    "number_in",
    "numerical_gradient",
    "plus",
    "read_back",
    "regression",
    "rows_differ",
    "seeds_itself",
    "shares_memory",
    "type_in_words",
    "uses_result",
    "watching",
    "without_torch",
]


def __getattr__(name: str) -> Any:
    """Import what needs torch when it is asked for; see :mod:`autograder.probing.torch_parts`."""
    if name in torch_parts.WITH_TORCH:
        return torch_parts.named(name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

"""
Probing: runs learner code and reports facts; it judges nothing.

What a check can watch, and where:

- ``with watching() as seen``: what was raised, and warnings. That is all where there is no torch.
- ``with journaling(W=W, model=model) as seen``: calls of torch, backward passes, gradients, steps
  of optimizers, modes of modules; :mod:`autograder.probing.journal` has the facts.
- beside a journal: ``Landscape`` (the loss around a loop's way), ``memory.FreshMemoryIsNaN``,
  ``memory.SavedTensors``, and ``survivors.CountedLoss`` as a loss that counts living graphs.
- one call: ``seen = watched(function, …)`` or ``journaled(function, W=W, …)``, whose ``answer`` is what
  came back.
- several claims about the same call: ``@one_run`` above a function ``_trained(submission, case)`` that they
  share makes it one run for all of them.
- what a function returned: ``seen.judging_answer``, ``canonical_graph``, ``graph_size``, ``keeps_graph``,
  ``plain_numbers``, and words for its parts in :mod:`autograder.probing.returned`.
- how a tensor can be used: ``gradient_in_use``, ``brought_by``, ``read_back``, ``shares_memory``.
- the text of a submission: ``called_without_parentheses``, ``near_misses``, ``names_autograd`` …
- oracles: ``numerical_gradient``. Fixtures: ``Case``, ``leaf``, ``Deck``, ``regression``, ``overfitting`` …

Names that need torch are imported when they are first used: exercises by hand have none.
"""

from typing import TYPE_CHECKING, Any

from autograder.probing import torch_parts
from autograder.probing.case import Case
from autograder.probing.engines import Engine, without_torch
from autograder.probing.facts import describe, is_plain_tensor, kind_in_words, type_in_words
from autograder.probing.returned import entries, listed
from autograder.probing.shared_runs import one_run
from autograder.probing.source import (
    assigns,
    called_without_parentheses,
    calls_method,
    drops_result,
    named_uncalled,
    names_autograd,
    near_misses,
    seeds_itself,
    uses_result,
)
from autograder.probing.submission import (
    Submission,
    answer_or_none,
    call_learner,
    forget_calls,
    source_of,
)
from autograder.probing.watcher import Warnings, Watcher, hooked
from autograder.probing.watching import Seen, journaled, journaling, watched, watching
from autograder.probing.witnesses import filled, number_in, plus

if TYPE_CHECKING:
    from autograder.probing.curves import curve_trainings
    from autograder.probing.decks import Deck
    from autograder.probing.graphs import (
        canonical_graph,
        graph_size,
        keeps_graph,
        leaves_of,
        plain_numbers,
    )
    from autograder.probing.landscapes import Landscape
    from autograder.probing.last_layers import LastLayer
    from autograder.probing.numerical import numerical_gradient
    from autograder.probing.scripts import ScriptRun
    from autograder.probing.stopping import overfitting
    from autograder.probing.symmetry import LikeUnits
    from autograder.probing.tensors import data, leaf, near, rows_differ
    from autograder.probing.training import classification, epochs_of_regression, exam, regression
    from autograder.probing.uses import (
        brought_by,
        gradient_in_use,
        gradient_of,
        read_back,
        shares_memory,
    )

__all__ = [
    "Case",
    "Deck",
    "Engine",
    "Landscape",
    "LastLayer",
    "LikeUnits",
    "ScriptRun",
    "Seen",
    "Submission",
    "Warnings",
    "Watcher",
    "answer_or_none",
    "assigns",
    "brought_by",
    "call_learner",
    "called_without_parentheses",
    "calls_method",
    "canonical_graph",
    "classification",
    "curve_trainings",
    "data",
    "describe",
    "drops_result",
    "entries",
    "epochs_of_regression",
    "exam",
    "filled",
    "forget_calls",
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
    "one_run",
    "overfitting",
    "plain_numbers",
    "plus",
    "read_back",
    "regression",
    "rows_differ",
    "seeds_itself",
    "shares_memory",
    "source_of",
    "type_in_words",
    "uses_result",
    "watched",
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

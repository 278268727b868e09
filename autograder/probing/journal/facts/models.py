"""Models: in which mode they were called and left, and how they were trained."""

from __future__ import annotations

from autograder.observations import Fact
from autograder.probing.journal.book import Journal, told_once
from autograder.probing.journal.events import Began, Ended, ModuleCalled, ModuleLeft, ModuleReturned
from autograder.probing.journal.facts.comparing import stood_still
from autograder.probing.journal.facts.optimizers import (
    gradients_at_steps,
    step_before_backward,
    steps_of,
)
from autograder.probing.journal.facts.passes import (
    adds_up_over_steps,
    arrivals,
    backwards,
    begins_untracked,
    cuts,
    flat,
    goes_back_from_a_leaf,
)
from autograder.probing.journal.facts.updates import difference_made
from autograder.probing.journal.signs import Sign
from autograder.probing.source import Source, called_without_parentheses

__all__ = [
    "always_trains",
    "calls_of",
    "cut",
    "epoch_signs",
    "given_by",
    "given_to",
    "left_training",
    "model_moved",
    "model_values",
    "ran_in_training",
    "ran_recorded",
    "training_signs",
    "trains",
]

#: Layers that do one thing in training and another in evaluation.
_TWO_MODES = ("Dropout", "BatchNorm1d")


def calls_of(journal: Journal, model: str = "model") -> list[ModuleCalled]:
    """Return the calls of the module called so; ``model.forward(x)`` is none."""
    number = journal.names[model]
    return [one for one in journal.of(ModuleCalled) if one.module == number]


def left_training(journal: Journal, model: str = "model") -> bool:
    """Whether the model was left in training mode."""
    number = journal.names[model]
    return any(one.module == number and one.trains for one in journal.of(ModuleLeft))


def trains(journal: Journal, model: str = "model") -> bool:
    """Whether the model learnt in training mode and was left in it; unrecorded calls don't count."""
    evaluating = [one for one in calls_of(journal, model) if not one.trains]
    return left_training(journal, model) and all(one.mode != "recorded" for one in evaluating)


def always_trains(journal: Journal, model: str = "model") -> bool:
    """Whether the model was in training mode in each of its calls, and left in it."""
    return left_training(journal, model) and all(one.trains for one in calls_of(journal, model))


def model_values(journal: Journal, model: str = "model") -> dict[str, Fact]:
    """Return the parameters of the model as they are afterwards: ``model.weight`` …"""
    ended = {one.tensor: one.value for one in journal.of(Ended)}
    return {n: ended[i] for n, i in journal.names.items() if n.startswith(f"{model}.")}


def model_moved(journal: Journal, model: str = "model") -> bool:
    """Whether any parameter of the model has another value than before."""
    before = {one.tensor: one for one in journal.of(Began)}
    after = {one.tensor: one for one in journal.of(Ended)}
    return any(not stood_still(before[n], after[n]) for n in journal.parameters(model))


def cut(journal: Journal) -> bool:
    """Whether numbers left the graph before autograd was ever asked, and that ended in an error."""
    return journal.raised and not backwards(journal) and not {"float"}.issuperset(cuts(journal))


def given_to(journal: Journal, kind: str, width: int) -> list[float]:
    """Return the numbers that layers of *kind* (``Linear``) with *width* inputs were called with."""
    given = (one.given for one in journal.of(ModuleCalled) if one.kind == kind)
    return [n for fact in given if fact and fact.shape[-1:] == (width,) for n in fact.values]


def given_by(journal: Journal, kind: str, width: int) -> list[float]:
    """Return the numbers that layers of *kind* (``Linear``) with *width* outputs gave."""
    gave = (one.output for one in journal.of(ModuleReturned) if one.kind == kind)
    return [n for fact in gave if fact and fact.shape[-1:] == (width,) for n in fact.values]


def ran_in_training(journal: Journal) -> bool:
    """Whether a layer ran as it does in training although it has another behaviour for evaluating."""
    return any(one.trains for one in journal.of(ModuleCalled) if one.kind in _TWO_MODES)


def ran_recorded(journal: Journal) -> bool:
    """Whether a linear layer ran while the graph was recorded."""
    return any(one.mode == "recorded" for one in journal.of(ModuleCalled) if one.kind == "Linear")


@told_once
def epoch_signs(
    journal: Journal,
    source: Source,
    *,
    due: int,
    model: str = "model",
    optimizer: str = "optimizer",
) -> list[Sign]:
    """
    How the model got its values, by epochs of *due* steps together.

    Nearly all programs that raise do so in the first batch; how far they came is no sign.
    See :func:`training_signs`.
    """
    has_moved, was_asked = model_moved(journal, model), backwards(journal)
    trouble = journal.raised or not has_moved
    uncalled = trouble and not was_asked and called_without_parentheses(source, "backward")
    states = gradients_at_steps(journal, optimizer)
    unrecorded = any(o.trains and o.mode == "no_grad" for o in calls_of(journal, model))
    in_time = "present"
    return [
        Sign("adds_up", adds_up_over_steps(journal, *journal.parameters(model))),
        Sign("past_optimizer", has_moved and not states),
        Sign("backward_uncalled", uncalled),
        Sign("forward_untracked", trouble and unrecorded),
        # More passes than steps are no mistake: a batch may be processed row by row.
        Sign("backwards", due if journal.raised else min(was_asked, due), usual=due),
        Sign(
            "gradients_at_step",
            next((one for one in states if one != in_time), in_time),
            usual=in_time,
        ),
        Sign("steps", due if journal.raised else len(states), usual=due),
        Sign("model.training", always_trains(journal, model), usual=True),
    ]


@told_once
def training_signs(
    journal: Journal,
    source: Source,
    *,
    due: int,
    model: str = "model",
    optimizer: str = "optimizer",
) -> list[Sign]:
    """
    How the model, trained by *due* steps of an optimizer, got its values.

    Some signs are looked at only if something was raised or the model stood still, to tell apart
    programs that fail alike.

    Args:
        source: The learner's text.
        due: The steps that were to be made, each by a backward pass of its own.
    """
    parameters = journal.parameters(model)
    names = [name for name in journal.names if name.startswith(f"{model}.")]
    has_moved, was_asked = model_moved(journal, model), backwards(journal)
    trouble = journal.raised or not has_moved
    uncalled = trouble and not was_asked and called_without_parentheses(source, "backward")
    arrived = min(len(arrivals(journal, name)) for name in names)
    return [
        Sign("adds_up", adds_up_over_steps(journal, *parameters)),
        Sign("without_optimizer", has_moved and not steps_of(journal, optimizer)),
        Sign("backward_uncalled", uncalled),
        Sign("forward_untracked", trouble and begins_untracked(journal, parameters)),
        Sign("loss.is_leaf", trouble and goes_back_from_a_leaf(journal)),
        Sign("loss.is_flat", trouble and flat(journal, parameters)),
        Sign("backward.reaches_model", arrived >= was_asked or not trouble, usual=True),
        # More passes than steps are no mistake: a batch may be processed row by row.
        Sign("backwards", min(was_asked, due), usual=due),
        Sign("step.before_backward", step_before_backward(journal, optimizer)),
        Sign("step.gradients", gradients_at_steps(journal, optimizer), usual=("present",) * due),
        Sign("model.replaced_by", difference_made(journal, names[0]), usual="nothing"),
        Sign("model.stood_still", not has_moved and not journal.raised),
        Sign("model.training", trains(journal, model), usual=True),
    ]

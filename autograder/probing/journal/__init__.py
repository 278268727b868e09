"""
The journal: everything that a check may want to know of one run, written once and in one order.

A check is written in three lines: make inputs, let the learner's function run in a journal, say
which facts of the journal count::

    def each_step_uses_its_own_gradient(submission, case):
        W, x, y = case.leaf(), case.tensor(4), case.tensor(4)
        seen = journaled(submission.zero_it, W=W, x=x, y=y, lr=0.1, steps=3)
        return seen.judging(journal.steps, "W").judging(journal.value, "W")

``journaling`` takes tensors, modules and optimizers by the names that facts ask for; of a module all
parameters are watched (``model.weight``). A check has no mode and no hooks of its own: the
:class:`~autograder.probing.journal.recorder.Recorder` has one mode and one set of hooks for all.
A journal is a list of :mod:`events <autograder.probing.journal.events>`: small frozen records that
speak of tensors by numbers.

*Facts* (:mod:`autograder.probing.journal.facts`) are functions of a journal that return a truth
value, a number, or several facts by name. They need neither torch nor learner code, so each is
tested on a journal that a test wrote. A new idea of what may go wrong becomes a new function there,
never a hook in a ``checks.py``.

Seed, grad mode and torch's global switches are set before each case, and switches put back after it
(:mod:`autograder.probing.harness`); a check does neither.
"""

from autograder.probing.journal.book import Journal
from autograder.probing.journal.events import (
    Accumulated,
    BackwardStarted,
    Began,
    Call,
    Ended,
    Event,
    GradientArrived,
    LeftTensors,
    Marked,
    ModuleCalled,
    ModuleLeft,
    ModuleReturned,
    OptimizerStepped,
    OutputReached,
    ParameterRegistered,
    Written,
    Zeroed,
)
from autograder.probing.journal.facts.by_hand import (
    moved_by_hand,
    reads_gradient_of_another,
    signs_of_leaf,
    sum_unless_by_hand,
    uses_gradient,
)
from autograder.probing.journal.facts.flags import (
    axes_swapped,
    left_alone,
    made_tracked,
    switched_on_by,
    tracking_switched,
    used,
)
from autograder.probing.journal.facts.forward import (
    anything_unrecorded,
    asked_without,
    backward_uncalled,
    called,
    called_before_asking,
    computed_from,
    detached,
    larger_than,
    marks,
    no_gradient,
    reads_gradient_of_result,
    recorded,
    stays_unrecorded,
    unused,
    ways_of_keeping,
    written_before_asking,
)
from autograder.probing.journal.facts.inputs import (
    all_kept,
    gradient_by_pass,
    gradient_dropped,
    gradient_left,
    gradients_brought,
    kept,
    made_trainable,
    written_through,
)
from autograder.probing.journal.facts.leaves import (
    by_gradients,
    changed_elsewhere,
    detours,
    steps_of_leaves,
)
from autograder.probing.journal.facts.loops import came_back, way_of_loop, way_told_apart
from autograder.probing.journal.facts.models import (
    always_trains,
    calls_of,
    cut,
    epoch_signs,
    given_by,
    given_to,
    left_training,
    model_moved,
    model_values,
    ran_in_training,
    ran_recorded,
    training_signs,
    trains,
)
from autograder.probing.journal.facts.optimizers import (
    gradients_at_steps,
    step_before_backward,
    stepped,
    steps_of,
)
from autograder.probing.journal.facts.passes import (
    adding_up,
    adds_up,
    adds_up_over_steps,
    arrivals,
    asked,
    backwards,
    begins_untracked,
    cuts,
    flat,
    goes_back_from_a_leaf,
    made_unrecorded,
    misses,
)
from autograder.probing.journal.facts.updates import (
    by_gradient,
    detour,
    detour_of_loop,
    difference_made,
    emptied,
    in_use,
    leaf_facts,
    moved,
    replaced_by,
    state,
    steps,
    value,
)
from autograder.probing.journal.signs import Sign, odd, picked

__all__ = [
    "Accumulated",
    "BackwardStarted",
    "Began",
    "Call",
    "Ended",
    "Event",
    "GradientArrived",
    "Journal",
    "LeftTensors",
    "Marked",
    "ModuleCalled",
    "ModuleLeft",
    "ModuleReturned",
    "OptimizerStepped",
    "OutputReached",
    "ParameterRegistered",
    "Sign",
    "Written",
    "Zeroed",
    "adding_up",
    "adds_up",
    "adds_up_over_steps",
    "all_kept",
    "always_trains",
    "anything_unrecorded",
    "arrivals",
    "asked",
    "asked_without",
    "axes_swapped",
    "backward_uncalled",
    "backwards",
    "begins_untracked",
    "by_gradient",
    "by_gradients",
    "called",
    "called_before_asking",
    "calls_of",
    "came_back",
    "changed_elsewhere",
    "computed_from",
    "cut",
    "cuts",
    "detached",
    "detour",
    "detour_of_loop",
    "detours",
    "difference_made",
    "emptied",
    "epoch_signs",
    "flat",
    "given_by",
    "given_to",
    "goes_back_from_a_leaf",
    "gradient_by_pass",
    "gradient_dropped",
    "gradient_left",
    "gradients_at_steps",
    "gradients_brought",
    "in_use",
    "kept",
    "larger_than",
    "leaf_facts",
    "left_alone",
    "left_training",
    "made_tracked",
    "made_trainable",
    "made_unrecorded",
    "marks",
    "misses",
    "model_moved",
    "model_values",
    "moved",
    "moved_by_hand",
    "no_gradient",
    "odd",
    "picked",
    "ran_in_training",
    "ran_recorded",
    "reads_gradient_of_another",
    "reads_gradient_of_result",
    "recorded",
    "replaced_by",
    "signs_of_leaf",
    "state",
    "stays_unrecorded",
    "step_before_backward",
    "stepped",
    "steps",
    "steps_of",
    "steps_of_leaves",
    "sum_unless_by_hand",
    "switched_on_by",
    "tracking_switched",
    "training_signs",
    "trains",
    "unused",
    "used",
    "uses_gradient",
    "value",
    "way_of_loop",
    "way_told_apart",
    "ways_of_keeping",
    "written_before_asking",
    "written_through",
]

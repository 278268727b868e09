"""
What a server and its children do before there is a job: a little training, and checks of a little program.

The first program of a process pays for what those after it have for nothing: pages of memory that
are copied when they are first written to, and what Python and torch set up on first use.
"""

from __future__ import annotations

import functools
import gc
import json
import linecache
import sys
from collections.abc import Mapping

from autograder.probing.harness import program_by_itself
from autograder.probing.loading import MODULE_NAME
from autograder.probing.running import Check, load_checks, run_checks
from autograder.probing.submission import FILENAME
from autograder.sandbox.plain import is_plain
from autograder.sandbox.trees import forget_trees
from autograder.sandbox.tripwire import names_in

__all__ = ["practise", "prepare_practice", "train_a_little"]

#: Checks, and a program of theirs: with torch, a step by hand and a little training.
_WITH_TORCH = (
    """
from autograder.probing import data, journal, journaled


def practises(submission, case):
    seen = journaled(submission.practise, w=case.leaf(), x=data(2.0))
    seen.judging(journal.gradient_left, "w").judging(journal.leaf_facts, "w")
    return seen.judging({"returned": seen.answer})


def trains(submission, case):
    seen = journaled(submission.train, x=data([[1.0], [2.0]]), y=data([[1.0], [3.0]]))
    return seen.judging({"returned": seen.answer})
""",
    """
import torch


def practise(w, x):
    loss = (w * x - 1.0) ** 2
    loss.backward()
    gradient = w.grad.clone()
    with torch.no_grad():
        w -= 0.1 * w.grad
    w.grad.zero_()
    return gradient


def train(x, y):
    torch.manual_seed(0)
    model = torch.nn.Linear(1, 1)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    losses = []
    for _ in range(2):
        optimizer.zero_grad()
        loss = ((model(x) - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
""",
)
_BY_HAND = (
    """
from autograder.probing import watching


def practises(submission, case):
    with watching() as seen:
        seen.returned(submission.practise(case.uniform(1, 2)))
    return seen
""",
    """
def practise(x):
    return 2 * x
""",
)


def prepare_practice(*, torch: bool) -> None:
    """Load, in a server, what its children practise by."""
    _checks(torch=torch)
    # What a process asks once is known to its children then; by hand, torch must not even be found.
    if torch:
        with program_by_itself(hears_again=False):
            pass


@functools.cache
def train_a_little() -> None:
    """
    Train a little model, in a server with torch, so that no child makes the first step of an optimizer.

    That takes twelve times as long as the second. The gradients are made by hand: a child can't use
    autograd's engine once its server has.
    """
    torch = sys.modules["torch"]
    model = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Tanh(), torch.nn.Linear(2, 2))
    for loss_fn, targets in (
        (torch.nn.MSELoss(), torch.ones(3, 2)),
        (torch.nn.CrossEntropyLoss(), torch.zeros(3, dtype=torch.int64)),
    ):
        loss_fn(model(torch.ones(3, 2)), targets).item()
    for kind in (torch.optim.SGD, torch.optim.Adam):
        optimizer = kind(model.parameters(), lr=0.1)
        for parameter in model.parameters():
            parameter.grad = torch.ones_like(parameter)
        optimizer.step()
        optimizer.zero_grad()


def practise() -> None:
    """
    Check our little program; nothing of it is left but memory that need not be copied any more.

    It trains only where an optimizer has been used before: the first one imports for a second.
    """
    torch = "torch" in sys.modules
    has_trained = train_a_little.cache_info().currsize > 0
    _, source = _practice(torch=torch)
    with program_by_itself(hears_again=False):
        is_plain(source)
        names_in(source)
        messages = run_checks(
            _checks(torch=torch),
            source=source,
            function="practise",
            exercise="practice",
            seed="practice",
            cases=2,
            names=["practises", "trains"] if has_trained else ["practises"],
        )
        json.loads(json.dumps(list(messages)))
    sys.modules.pop(MODULE_NAME, None)
    linecache.cache.pop(FILENAME, None)
    forget_trees()
    gc.collect()


@functools.cache
def _checks(*, torch: bool) -> Mapping[str, Check]:
    """The loaded checks of the little program, which children inherit."""
    return load_checks(_practice(torch=torch)[0])


def _practice(*, torch: bool) -> tuple[str, str]:
    return _WITH_TORCH if torch else _BY_HAND

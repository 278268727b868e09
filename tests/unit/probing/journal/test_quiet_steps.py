"""In the sandbox nobody keeps the time of an optimizer's work, but for a profiler that is asked to."""

import pytest
import torch
from hearing import Heard
from torch.autograd.profiler import profile, record_function

from autograder.probing import leaf
from autograder.probing.journal.quiet_steps import time_no_steps


@pytest.fixture(autouse=True)
def untimed(monkeypatch):
    """torch as in the sandbox, until the end of the test."""
    for name in ("__enter__", "__exit__"):
        monkeypatch.setattr(record_function, name, getattr(record_function, name))
    time_no_steps()


def an_optimizer():
    W = leaf([1.0])
    W.grad = torch.ones(1)
    return torch.optim.SGD([W], lr=0.5)


def test_gradients_are_emptied_and_no_time_is_kept():
    optimizer = an_optimizer()

    with Heard() as heard:
        optimizer.zero_grad()

    assert heard.names == ["grad.__get__", "grad.__set__"]
    assert optimizer.param_groups[0]["params"][0].grad is None


def test_a_profiler_is_told_of_a_step_and_of_a_learners_own_block():
    optimizer = an_optimizer()

    with profile() as times:
        optimizer.step()
        with record_function("mine") as block:
            pass

    names = {event.name for event in times.function_events}
    assert {"Optimizer.step#SGD.step", "mine"} <= names
    assert isinstance(block, record_function)


def test_a_block_gives_itself_and_lets_errors_through():
    with pytest.raises(ZeroDivisionError), record_function("mine") as block:
        raise ZeroDivisionError

    assert isinstance(block, record_function)


def test_a_profiler_may_begin_within_a_block():
    times = profile()

    with record_function("outer"):
        times.__enter__()
        with record_function("inner"):
            pass
    times.__exit__(None, None, None)

    names = {event.name for event in times.function_events}
    assert "inner" in names
    assert "outer" not in names

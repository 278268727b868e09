"""What lies in memory: fresh, shared, or kept by autograd for a backward pass."""

import math

import pytest
import torch
from torch import nn

from autograder.probing import journaling, leaf
from autograder.probing.memory import FreshMemoryIsNaN, SavedTensors, scalar_like, share_memory


def saved(work):
    watcher = SavedTensors()
    with journaling(watcher) as seen:
        work()
    assert list(seen.facts) == ["raised"]
    return watcher.count


def test_a_network_saves_tensors_while_recording_and_none_under_no_grad():
    model = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))
    x = torch.ones(4, 2)

    assert saved(lambda: model(x)) == 4
    assert saved(lambda: torch.no_grad()(model)(x)) == 0
    assert saved(lambda: torch.inference_mode()(model)(x)) == 0


def test_a_sum_saves_nothing_and_a_square_its_base():
    w = leaf(1.0)

    assert saved(lambda: w + 3) == 0
    assert saved(lambda: w**2) == 1


def test_saved_tensors_still_give_the_right_gradient():
    w = leaf(3.0)

    saved(lambda: (w**2).backward())

    assert w.grad.item() == 6


def test_what_is_saved_is_counted_in_one_block_at_a_time():
    watcher, w = SavedTensors(), leaf(1.0)
    with journaling(watcher):
        w**2
    w**2
    assert watcher.count == 1

    with journaling(watcher):
        pass
    assert watcher.count == 0


def test_fresh_memory_is_nan_meanwhile_and_torch_is_as_before_afterwards():
    before = torch.are_deterministic_algorithms_enabled()
    with journaling(FreshMemoryIsNaN()):
        fresh, made = torch.empty(3), torch.zeros(3)

    assert all(map(math.isnan, fresh.tolist()))
    assert made.tolist() == [0, 0, 0]
    assert torch.are_deterministic_algorithms_enabled() is before


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        (lambda t: t, True),
        (lambda t: t.view(4), True),
        (lambda t: t[1:], True),
        (lambda t: t.T, True),
        (lambda t: t.detach(), True),
        (lambda t: t.clone(), False),
        (lambda t: t + 0, False),
        (lambda t: t.tolist(), None),
    ],
    ids=["itself", "view", "rows", "transposed", "detached", "clone", "sum", "list"],
)
def test_tensors_share_memory_wherever_in_it_each_begins(other, shared):
    tensor = torch.ones(2, 2)

    assert share_memory(tensor, other(tensor)) is shared


def test_a_tensor_makes_a_number_of_its_own_whatever_its_shape_and_dtype():
    made = scalar_like(torch.ones(2, 3, dtype=torch.int64), 1.5)

    assert (made.dtype, made.shape, made.item()) == (torch.float32, (), 1.5)
    assert scalar_like(1.5, 1.5) is None

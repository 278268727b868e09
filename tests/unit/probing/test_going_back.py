"""Gradients come to leaves by going back from what was returned; where no way leads, nothing comes."""

import pytest
import torch

from autograder.probing.going_back import (
    go_back,
    gone_back,
    gradient_at_result,
    gradient_by_data,
    gradients_at_leaves,
    mean_in_use,
    step_by_gradient,
    trainable,
)
from autograder.probing.graphs import leaves_of, ways_to
from autograder.probing.loading import load_submission
from autograder.probing.memory import FreshMemoryIsNaN, scalar_like, share_memory
from autograder.probing.submission import LearnerError
from autograder.probing.watching import journaled


def leaf(*numbers):
    return torch.tensor(numbers if len(numbers) > 1 else numbers[0], requires_grad=True)


def test_without_weights_it_goes_back_as_a_caller_does():
    w = leaf(3.0)

    go_back(w * w)

    assert w.grad == 6.0
    with pytest.raises(LearnerError, match="RuntimeError"):
        go_back(leaf(1.0, 2.0) * 2)


def test_with_weights_every_number_brings_its_own_share():
    w = leaf(1.0, 2.0)

    go_back(w * w, torch.tensor([10.0, 100.0]))

    assert w.grad.tolist() == [20.0, 400.0]


@pytest.mark.parametrize("value", [None, 2.5, [leaf(1.0)], torch.ones(())])
def test_from_what_is_not_tracked_no_way_leads_back(value):
    go_back(value)
    go_back(value, 1.0)

    assert gradient_at_result(value, 3.0) is None
    assert gradients_at_leaves(value, 3.0, leaf(1.0)) is None
    assert mean_in_use(value, 3.0) is None


def test_only_a_calculated_result_gets_a_gradient_of_its_own():
    w = leaf(1.0, 2.0)

    assert gradient_at_result(w * 2, 3.0).tolist() == [3.0, 3.0]
    assert gradient_at_result(w, 3.0) is None
    assert w.grad is None


def test_data_trains_a_tracked_leaf_of_its_own_dtype_alone():
    data = torch.tensor([[1.0, 2.0], [10.0, 20.0]])
    w = leaf(5.0, 6.0)

    assert gradient_by_data(w, data).tolist() == [11.0, 22.0]
    assert w.grad is None
    for unfit in (w.detach(), w * 1, w.detach().double().requires_grad_(), leaf(1.0, 2.0, 3.0), 7):
        assert gradient_by_data(unfit, data) is None


def test_leaves_that_nobody_named_are_found_too():
    w, unused, hidden = leaf(2.0), leaf(1.0), leaf(5.0)
    result = w * hidden

    assert gradients_at_leaves(result, 3.0, w, unused) == (15.0, None, 6.0)
    assert leaves_of(result * w) == [w, hidden]
    assert w.grad is hidden.grad is None


def test_a_graph_whose_tensors_were_changed_brings_nothing():
    w = leaf(2.0)
    squared = w * w
    result = squared * squared
    with torch.no_grad():
        squared += 1

    assert gradients_at_leaves(result, 3.0, w) is None


def test_each_way_to_a_leaf_counts():
    x, other = leaf(2.0), leaf(3.0)

    assert ways_to(x * x, x) == 2
    assert ways_to(x * x.detach(), x) == 1
    assert ways_to(x, x) == 0  # itself is no way
    assert ways_to((x * x) * (x * x), x) == 4
    assert ways_to(other * 2, x) == 0


def test_a_large_graph_is_walked_to_an_end():
    x = result = leaf(2.0)
    for _ in range(60):
        result = result + result

    assert ways_to(result, x) == 0
    assert leaves_of(result) == [x]


def test_a_gradient_in_use_is_told_by_one_number():
    assert mean_in_use(leaf(5.0, 6.0), 3.0) == 3.0
    assert mean_in_use(leaf(5.0, 6.0), None) is None


def test_a_step_moves_by_the_gradient_and_empties_it():
    w, still = leaf(5.0), leaf(7.0)
    w.grad = torch.tensor(2.0)

    step_by_gradient(w, still)

    assert (w.item(), still.item()) == (3.0, 7.0)
    assert w.grad is still.grad is None


def test_views_share_memory_wherever_they_begin():
    one = torch.arange(4.0)

    assert share_memory(one, one[2:]) is True
    assert share_memory(one, one.clone()) is False
    assert share_memory(one, one.clone(), one.detach()) is True
    assert share_memory(one, 3.0) is None


def test_tensors_in_one_piece_of_memory_share_it_only_where_their_numbers_lie():
    table = torch.arange(6.0).reshape(2, 3)

    assert share_memory(table[0], table[1]) is False
    assert share_memory(table[:, 0], table[:, 1]) is False
    assert share_memory(table[0], table[:, 1]) is True
    assert share_memory(table[1:], table.T[2]) is True
    assert share_memory(torch.empty(0), torch.empty(0)) is False
    assert share_memory(torch.zeros(()).expand(1_000_000), torch.zeros(3)) is None


def test_fresh_memory_is_nan_only_meanwhile():
    before = torch.are_deterministic_algorithms_enabled()
    watcher = FreshMemoryIsNaN()

    watcher.start()
    fresh = torch.Tensor(3)
    watcher.stop()

    assert fresh.isnan().all()
    assert torch.are_deterministic_algorithms_enabled() is before


def test_a_tensor_makes_a_scalar_of_a_drawn_number():
    assert scalar_like(torch.ones(2, 3, dtype=torch.int64), 4.5).item() == 4.5
    assert scalar_like([1.0], 4.5) is None


def test_of_what_came_back_it_is_told_whether_it_can_be_trained():
    w = leaf(5.0, 6.0)
    names = ["returned.requires_grad", "returned.is_leaf", "returned.in_use"]

    for value, facts in (
        (w, [True, True, 3.0]),
        (w * 2, [True, False, None]),
        (w.detach(), [False, True, None]),
        ([w], [None, None, None]),
    ):
        assert trainable(value, 3.0) == dict(zip(names, facts, strict=True))


def answered(body, *arguments):
    return journaled(load_submission(f"def f(w):\n    return {body}", "f").f, *arguments)


def test_going_back_from_an_answer_notes_what_came_to_each_leaf():
    w, aside = leaf(3.0), leaf(1.0)

    seen = gone_back(answered("w * w", w), 2.0, w=w, aside=aside)

    assert seen.facts["w.grad"].values == (12.0,)
    assert seen.facts["aside.grad"] is None


def test_what_going_back_raises_is_noted_and_no_gradient_came():
    w = leaf(3.0, 4.0)

    seen = gone_back(answered("w * w", w), w=w)

    assert seen.facts["raised"].type_name == "RuntimeError"
    assert seen.facts["w.grad"] is None


def test_where_nothing_came_back_nothing_goes_back():
    w = leaf(3.0)

    assert gone_back(answered("None", w), w=w).facts == {"raised": None, "w.grad": None}

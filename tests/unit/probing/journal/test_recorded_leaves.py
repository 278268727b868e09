"""What the journal tells of handed leaves and inputs, after real changes to real tensors."""

from __future__ import annotations

import pytest
import torch

from autograder.observations import TensorFact
from autograder.probing import journaling, leaf
from autograder.probing.journal import kept, leaf_facts, moved
from autograder.probing.submission import LearnerError


def vector(*values):
    return TensorFact("float32", (len(values),), tuple(map(float, values)))


def recorded(change, W=None):
    """The journal of *change* made to W, a leaf [1, 2] if none is given."""
    W = leaf([1.0, 2.0]) if W is None else W
    with journaling(W=W) as seen:
        change(W)
    return seen.journal


def leaf_facts_after(change, W=None):
    return leaf_facts(recorded(change, W), "W")


def untouched(W):
    pass


def update_under_no_grad(W):
    with torch.no_grad():
        W.sub_(1)


def update_by_copy(W):
    with torch.no_grad():
        W.copy_(W - 1)


def update_by_detach(W):
    W.detach().sub_(1)


def update_by_sgd(W):
    W.grad = torch.ones(2)
    torch.optim.SGD([W], lr=1.0).step()


def update_by_adam(W):
    W.grad = torch.ones(2)
    torch.optim.Adam([W], lr=1.0).step()


def update_data_in_place(W):
    W.data.sub_(1)


def assign_data(W):
    W.data = W.data - 1


COUNTED = [update_under_no_grad, update_by_copy, update_by_detach, update_by_sgd, update_by_adam]
UNCOUNTED = [update_data_in_place, assign_data]


def test_a_leaf_is_told_by_value_tracking_place_and_way_of_moving_in_this_order():
    assert list(leaf_facts_after(untouched).items()) == [
        ("W", vector(1, 2)),
        ("W.requires_grad", True),
        ("W.is_leaf", True),
        ("W.behind_autograd", False),
        ("W.in_use", 3.0),
    ]


@pytest.mark.parametrize("update", COUNTED)
def test_an_update_that_counts_versions_is_not_behind_autograd(update):
    facts = leaf_facts_after(update)

    assert facts["W"].values == pytest.approx((0, 1), abs=1e-6)
    assert facts["W.behind_autograd"] is False


@pytest.mark.parametrize("update", UNCOUNTED)
def test_an_update_through_data_is_behind_autograd(update):
    facts = leaf_facts_after(update)

    assert facts["W"] == vector(0, 1)
    assert facts["W.behind_autograd"] is True


def test_what_data_does_to_the_version_is_the_whole_difference():
    """The claim that the fact rests on, about torch and not about us."""
    versions = {}
    for update in (*COUNTED, *UNCOUNTED):
        W = leaf([1.0, 2.0])
        update(W)
        versions[update] = W._version

    assert versions == dict.fromkeys(COUNTED, 1) | dict.fromkeys(UNCOUNTED, 0)


def there_and_back(W):
    W.data += 1
    W.data -= 1


@pytest.mark.parametrize("change", [lambda W: W.data.sum(), there_and_back])
def test_data_that_is_read_or_put_back_moves_nothing_behind_autograd(change):
    assert leaf_facts_after(change)["W.behind_autograd"] is False


def test_a_learner_who_rebinds_the_name_leaves_the_leaf_where_it_was():
    def rebind(W):
        W = W - 1

    facts = leaf_facts_after(rebind)

    assert (facts["W"], facts["W.behind_autograd"]) == (vector(1, 2), False)


def test_a_result_is_no_leaf():
    facts = leaf_facts_after(untouched, leaf([1.0]) * 2)

    assert (facts["W.is_leaf"], facts["W.requires_grad"]) == (False, True)


def test_a_leaf_of_another_shape_has_moved():
    facts = leaf_facts_after(lambda W: setattr(W, "data", torch.ones(3)))

    assert (facts["W"], facts["W.behind_autograd"]) == (vector(1, 1, 1), True)


@pytest.mark.parametrize(
    "change",
    [
        lambda W: W.requires_grad_(False),
        lambda W: W.requires_grad_(False).mul_(leaf(1.0)),
        lambda W: setattr(W, "data", torch.ones(2, 2)),
    ],
    ids=["untracked", "a result", "of another shape"],
)
def test_a_leaf_that_can_no_longer_be_trained_is_of_no_use(change):
    assert leaf_facts_after(change)["W.in_use"] is None


def test_a_leaf_is_used_with_what_it_began_with():
    assert leaf_facts_after(update_under_no_grad)["W.in_use"] == 3


def test_a_leaf_is_used_though_the_learner_left_recording_off():
    assert leaf_facts_after(lambda W: torch.set_grad_enabled(False))["W.in_use"] == 3


def test_using_a_leaf_leaves_its_gradient_as_it_was():
    W = leaf([1.0, 2.0])
    W.grad = torch.ones(2)

    leaf_facts_after(untouched, W)

    assert W.grad.tolist() == [1, 1]


def test_a_hook_of_a_learners_that_raises_when_the_leaf_is_used_is_the_learners_error():
    def refuse(gradient):
        raise ValueError("no")

    with pytest.raises(LearnerError, match="ValueError"):
        leaf_facts_after(lambda W: W.register_hook(refuse))


def test_what_a_learner_hangs_on_a_tensor_does_not_hide_it():
    def change(W):
        W.numel = W.detach = W.tolist = W.size = W.cpu = W.clone = None
        update_under_no_grad(W)

    assert leaf_facts_after(change)["W"] == vector(0, 1)


# -- inputs that must stay as they were ----------------------------------------------------------


def kept_after(change, x=None):
    return kept(recorded(change, torch.tensor([1.0, 2.0]) if x is None else x), "W")


def test_an_input_that_stays_as_it_was_is_kept():
    assert kept_after(lambda x: x + 1) == {"W.changed": False, "W.kept": 3}


@pytest.mark.parametrize(
    "change",
    [
        lambda x: x.add_(1),
        lambda x: x.detach().add_(1),
        lambda x: x.resize_(1),
        lambda x: x.unsqueeze_(0),
        lambda x: x.__setitem__(0, 5.0),
        lambda x: setattr(x, "data", x.data.double()),
        lambda x: x.fill_(float("nan")),
    ],
)
def test_an_input_with_other_numbers_another_shape_or_dtype_is_changed(change):
    assert kept_after(change) == {"W.changed": True, "W.kept": None}


def test_an_input_that_was_changed_and_put_back_is_kept():
    assert kept_after(lambda x: x.add_(1).sub_(1))["W.changed"] is False


# -- numbers that are no ordinary ones -----------------------------------------------------------


def test_a_tensor_of_nan_that_nobody_touched_stood_still():
    def nan():
        return leaf([float("nan"), 1.0])

    assert not moved(recorded(untouched, nan()), "W")
    assert leaf_facts_after(untouched, nan())["W.behind_autograd"] is False
    assert kept_after(untouched, nan())["W.changed"] is False
    assert moved(recorded(update_under_no_grad, nan()), "W")


def large():
    return leaf(torch.zeros(10_000))


def change_one_number(W):
    W.data[4321] += 1


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.bool])
def test_a_tensor_too_large_to_show_has_moved_if_one_of_its_numbers_has(dtype):
    def large():
        return torch.zeros(10_000).to(dtype)

    def change(x):
        x[4321] = 1

    assert moved(recorded(change, large()), "W")
    assert kept_after(change, large())["W.changed"] is True
    assert not moved(recorded(untouched, large()), "W")


def test_a_large_leaf_that_moved_behind_autograd_is_told():
    assert leaf_facts_after(change_one_number, large())["W.behind_autograd"] is True
    assert leaf_facts_after(untouched, large())["W.behind_autograd"] is False

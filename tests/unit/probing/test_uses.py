"""What is put to use with a drawn number shows that number, and None where there is nothing to use."""

import math

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode

from autograder.observations import TensorFact
from autograder.probing import (
    brought_by,
    describe,
    filled,
    gradient_in_use,
    journaling,
    leaf,
    number_in,
    plus,
    read_back,
    shares_memory,
)
from autograder.probing.journal import Call
from autograder.probing.submission import LearnerError


class Reaching(torch.Tensor):
    """A learner's own kind of tensor, none of whose methods may run."""

    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        raise AssertionError("learner code was run")


def reaching():
    return torch.Tensor._make_subclass(Reaching, torch.ones(2), True)


NO_TENSORS = [None, 3, 2.5, "text", [1.0], object(), torch.Tensor, reaching()]


# -- plus --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "sum_"), [(42, 43.5), (0, 1.5), (-2.5, -1.0), (math.inf, math.inf)]
)
def test_a_number_is_added_to_a_number(value, sum_):
    fact = plus(value, 1.5)

    assert fact == sum_
    assert type(fact) is float


def test_no_number_makes_a_number_of_nan():
    assert math.isnan(plus(math.nan, 1.5))


@pytest.mark.parametrize(
    ("tensor", "fact"),
    [
        (torch.tensor(0.0), TensorFact("float32", (), (1.5,))),
        (torch.tensor([[1.0], [2.0]]).double(), TensorFact("float64", (2, 1), (2.5, 3.5))),
        (torch.tensor([1]), TensorFact("int64", (1,), (2.5,))),
        (leaf([1.0]), TensorFact("float32", (1,), (2.5,))),
    ],
)
def test_a_number_is_added_to_each_entry_and_the_tensor_keeps_dtype_shape_and_values(tensor, fact):
    before = tensor.detach().clone()

    assert plus(tensor, 1.5) == fact
    assert torch.equal(tensor.detach(), before)


@pytest.mark.parametrize("value", [None, True, "text", [1.0], object(), reaching()])
def test_nothing_is_added_to_what_is_no_number(value):
    assert plus(value, 1.5) is None


# -- filled ------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 1, 4)])
@pytest.mark.parametrize("dtype", [torch.float32, torch.int64, torch.bool])
def test_a_shape_is_filled_with_the_number_whatever_stands_in_the_tensor(shape, dtype):
    full = torch.full(shape, 1.5)

    assert filled(torch.ones(shape, dtype=dtype), 1.5) == TensorFact(
        "float32", shape, tuple(full.flatten().tolist())
    )


def test_nan_in_a_tensor_does_not_show_in_its_shape():
    assert filled(torch.tensor([math.nan]), 1.5) == TensorFact("float32", (1,), (1.5,))


@pytest.mark.parametrize("value", NO_TENSORS)
def test_what_is_no_tensor_has_no_shape_to_fill(value):
    assert filled(value, 1.5) is None


class Tripling(TorchDispatchMode):
    """A learner's mode that has a say in whatever is multiplied."""

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        result = func(*args, **(kwargs or {}))
        return result * 3 if func is torch.ops.aten.mul.Tensor else result


# -- gradients ---------------------------------------------------------------------------------


def test_a_trainable_leaf_gets_the_number_it_is_used_with():
    assert gradient_in_use(leaf([1.0, 2.0]), 1.5).tolist() == [1.5, 1.5]


def test_a_leaf_can_be_used_with_a_number_for_each_place():
    assert gradient_in_use(leaf([1.0, 2.0]), torch.tensor([3.0, 4.0])).tolist() == [3, 4]


@pytest.mark.parametrize("shape", [(), (3,), (2, 1), (0,)])
@pytest.mark.parametrize("number", [0.1, -0.0, math.inf, math.nan])
def test_what_a_leaf_gets_is_what_autograd_brings(shape, number):
    W, numbers = torch.ones(shape, requires_grad=True), torch.full(shape, number)
    brought = torch.autograd.grad((numbers * W).sum(), W)[0]

    gradient = gradient_in_use(W, numbers)

    assert repr(describe(gradient)) == repr(describe(brought))
    assert not gradient.requires_grad
    assert gradient is not numbers
    assert not (numbers.numel() and shares_memory(gradient, numbers))


@pytest.mark.parametrize(
    ("mode", "brought"),
    [
        (torch.autograd.graph.saved_tensors_hooks(lambda one: one, lambda one: one * 2), 2.0),
        (Tripling(), 3.0),
    ],
)
def test_modes_that_a_learner_left_on_have_a_say(mode, brought):
    with mode:
        gradient = gradient_in_use(leaf([1.0]), torch.ones(1))

    assert gradient.tolist() == [brought]


def test_a_hook_of_the_learners_has_a_say():
    W = leaf([1.0])
    W.register_hook(lambda gradient: gradient * 2)

    assert gradient_in_use(W, torch.ones(1)).tolist() == [2]


@pytest.mark.skipif(not hasattr(torch.Tensor, "grad_dtype"), reason="this torch has none")
@pytest.mark.parametrize("dtype", [torch.float64, None])
def test_a_dtype_that_the_learner_chose_for_the_gradient_has_a_say(dtype):
    W = leaf([1.0])
    W.grad_dtype = dtype
    brought = torch.autograd.grad((torch.ones(1) * W).sum(), W)[0]

    assert gradient_in_use(W, torch.ones(1)).dtype is brought.dtype


def test_data_gets_no_gradient_though_a_program_says_of_all_tensors_that_they_are_trained(
    monkeypatch,
):
    monkeypatch.setattr(torch.Tensor, "requires_grad", property(lambda tensor: True))

    with pytest.raises(LearnerError, match="RuntimeError"):
        gradient_in_use(torch.ones(1), torch.ones(1))


def test_a_hook_of_the_learners_has_a_say_though_a_program_says_that_there_is_none(monkeypatch):
    W, ones = leaf([1.0]), torch.ones(1)
    W.register_hook(lambda gradient: gradient * 2)
    monkeypatch.setattr(torch.Tensor, "_backward_hooks", property(lambda tensor: None))

    assert gradient_in_use(W, ones).tolist() == [2]


def test_no_gradient_arrives_where_autograd_is_off_for_good():
    W, ones = leaf([1.0]), torch.ones(1)

    with torch.inference_mode(), pytest.raises(LearnerError, match="RuntimeError"):
        gradient_in_use(W, ones)


def test_nan_on_the_way_back_is_an_error_where_it_is_watched_for():
    W, nan = leaf([1.0]), torch.tensor([math.nan])

    with torch.autograd.set_detect_anomaly(True), pytest.raises(LearnerError, match="RuntimeError"):
        gradient_in_use(W, nan)


def test_what_a_leaf_collected_before_does_not_count_and_stays():
    W = leaf([1.0])
    W.grad = torch.tensor([100.0])

    assert gradient_in_use(W, 1.5).tolist() == [1.5]
    assert W.grad.tolist() == [100]


def test_a_parameter_of_double_precision_gets_a_gradient_of_its_own_dtype_and_shape():
    W = torch.nn.Parameter(torch.zeros(2, 1, dtype=torch.float64))

    gradient = gradient_in_use(W, 1.5)

    assert (gradient.dtype, gradient.shape) == (torch.float64, (2, 1))


@pytest.mark.parametrize(
    "value",
    [*NO_TENSORS, torch.ones(2), leaf([1.0]) * 1, leaf([1.0]).detach(), torch.tensor([1])],
)
def test_nothing_arrives_where_nothing_can_be_trained(value):
    assert gradient_in_use(value, 1.5) is None


def test_a_result_is_no_parameter_though_it_was_told_to_retain_its_gradient():
    result = leaf([1.0]) * 2
    result.retain_grad()

    assert gradient_in_use(result, 1.5) is None


def test_a_leaf_is_used_with_recording_on_and_no_journal_tells_of_it():
    W = leaf([1.0])

    with torch.no_grad(), journaling() as seen:
        assert gradient_in_use(W, 1.5).tolist() == [1.5]
        assert not torch.is_grad_enabled()
    assert {call.name for call in seen.journal.of(Call)} == {"tolist"}


def test_a_hook_that_raises_is_the_learners_error():
    W = leaf([1.0])
    W.register_hook(lambda gradient: 1 / 0)

    with pytest.raises(LearnerError) as raised:
        gradient_in_use(W, 1.5)

    assert raised.value.error.type_name == "ZeroDivisionError"


# -- read_back ---------------------------------------------------------------------------------


def test_tensors_with_memory_of_their_own_hold_what_was_written_into_each():
    one, other = torch.zeros(3), torch.zeros(2, 2)

    assert read_back((one, other), (1.5, 2.5)) == [1.5, 2.5]
    assert one.tolist() == [1.5, 1.5, 1.5]


@pytest.mark.parametrize(
    "share",
    [lambda t: t, lambda t: t.view(4), lambda t: t.detach(), lambda t: t.T],
    ids=["itself", "view", "detached", "transposed"],
)
def test_tensors_that_share_memory_hold_what_was_written_last(share):
    tensor = torch.zeros(2, 2)

    assert read_back((tensor, share(tensor)), (1.5, 2.5)) == [2.5, 2.5]


def test_a_tensor_that_shares_a_part_of_its_memory_holds_a_mixture():
    tensor = torch.zeros(3)

    assert read_back((tensor, tensor[:1]), (1.5, 2.5)) == [None, 2.5]


def inferred():
    with torch.inference_mode():
        return torch.ones(2)


@pytest.mark.parametrize("tensor", [leaf([1.0]), leaf([1.0]) * 2, inferred()], ids=str)
def test_tracked_and_inferred_tensors_can_be_written_to(tensor):
    assert read_back((tensor,), (1.5,)) == [1.5]


@pytest.mark.parametrize("value", [*NO_TENSORS, torch.zeros(0)])
def test_nothing_is_read_back_from_what_can_not_be_written_to(value):
    assert read_back((value, torch.zeros(1)), (1.5, 2.5)) == [None, 2.5]


def test_a_float_and_a_tensor_of_one_number_hold_the_same():
    assert number_in(2.5) == number_in(torch.tensor(2.5)) == number_in(torch.tensor([2.5])) == 2.5
    assert number_in(None) is None
    assert number_in(torch.ones(2)) == describe(torch.ones(2))


def test_any_two_of_several_may_share_memory():
    a, b = torch.ones(2), torch.ones(2)

    assert not shares_memory(a, b)
    assert shares_memory(a, b, b.detach())
    assert not shares_memory(a, 1.0, 1.0)


def test_a_result_is_gone_back_from_if_it_is_tracked():
    w = leaf(3.0)

    brought = brought_by(w * 2, w=w)

    assert brought["returned.requires_grad"] is True
    assert describe(brought["w.grad"]).values == (2.0,)
    for other in (torch.ones(()), 1.0, None):
        assert brought_by(other, w=leaf(3.0)) == {"returned.requires_grad": False, "w.grad": None}

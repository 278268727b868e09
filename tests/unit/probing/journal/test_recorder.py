"""What the recorder writes while real torch runs, and what it leaves behind: nothing."""

from __future__ import annotations

import copy
import gc
import weakref

import pytest
import torch
from hearing import Heard
from torch import nn

from autograder.observations import TensorFact
from autograder.probing import journaling, leaf
from autograder.probing.journal import (
    Accumulated,
    BackwardStarted,
    Call,
    GradientArrived,
    LeftTensors,
    ModuleCalled,
    ModuleReturned,
    OptimizerStepped,
    OutputReached,
    ParameterRegistered,
    Written,
    Zeroed,
    adds_up,
    cuts,
    replaced_by,
    state,
    steps,
)
from autograder.probing.journal.quiet_steps import tell_no_steps
from autograder.probing.loading import load_submission
from autograder.probing.submission import call_learner


def seen_of(run, **named):
    with journaling(**named) as seen:
        call_learner(run)
    return seen


def kinds(journal):
    return [type(event).__name__ for event in journal.events]


def test_a_pass_is_written_in_the_order_in_which_it_happens():
    W = leaf([1.0, 2.0])
    optimizer = torch.optim.SGD([W], lr=0.1)

    def run():
        (W * W).sum().backward()
        optimizer.step()

    journal = seen_of(run, W=W, optimizer=optimizer).journal

    assert kinds(journal) == [
        "Began", "Call", "Call", "BackwardStarted", "GradientArrived", "Accumulated", "Call",
        "OptimizerStepped", "Ended",
    ]  # fmt: skip
    assert journal.of(BackwardStarted)[0].value == TensorFact("float32", (), (5.0,))
    assert journal.of(GradientArrived)[0].gradient == TensorFact("float32", (2,), (2.0, 4.0))
    [step] = journal.of(OptimizerStepped)
    assert (step.optimizer, step.tensors) == (journal.names["optimizer"], (journal.names["W"],))
    assert step.before == step.after == (TensorFact("float32", (2,), (2.0, 4.0)),)


def test_what_torch_calls_within_a_step_is_not_written_but_a_closure_is():
    W = leaf([1.0])
    optimizer = torch.optim.SGD([W], lr=0.1)

    def closure():
        optimizer.zero_grad()
        loss = (W * 3).sum()
        loss.backward()
        return loss

    journal = seen_of(lambda: optimizer.step(closure), W=W, optimizer=optimizer).journal
    names = [call.name for call in journal.of(Call)]

    assert "mul" in names
    assert "backward" in names
    assert journal.of(OptimizerStepped)[0].after == (TensorFact("float32", (1,), (3.0,)),)

    plain = seen_of(lambda: optimizer.step(), W=W, optimizer=optimizer).journal

    assert plain.of(Call) == ()


def test_writing_leaving_and_emptying_are_kinds_of_their_own():
    W = leaf([1.0])
    (W * 2).sum().backward()

    def run():
        with torch.no_grad():
            W.sub_(W.grad)
        W.grad.zero_()
        W.grad = None
        return W.item()

    journal = seen_of(run, W=W).journal

    assert [call.name for call in journal.of(Written)] == ["sub_"]
    assert journal.of(Written)[0].reads == {journal.names["W"]}
    assert not journal.of(Written)[0].recorded
    assert [call.name for call in journal.of(Zeroed)] == ["zero_", "grad.__set__"]
    assert [call.how for call in journal.of(LeftTensors)] == ["item"]
    assert cuts(journal) == ("item",)


def test_memory_is_compared_at_the_moment_of_the_call():
    W = leaf([1.0])

    def run():
        W.data.sub_(1)
        W.data = torch.zeros(1)
        W.data.add_(3)

    journal = seen_of(run, W=W).journal
    written = [(call.name, bool(call.reads)) for call in journal.of(Written)]

    assert written == [("sub_", True), ("data.__set__", True), ("add_", True)]
    assert state(journal, "W")["W.behind_autograd"]


def test_modules_tell_mode_depth_and_what_went_through():
    model = nn.Sequential(nn.Linear(2, 1, bias=False))
    X = torch.ones(3, 2)

    def run():
        model(X)
        with torch.inference_mode():
            model.eval()(X)

    journal = seen_of(run, model=model).journal
    called, returned = journal.of(ModuleCalled), journal.of(ModuleReturned)

    assert [(one.kind, one.depth, one.trains, one.mode) for one in called] == [
        ("Sequential", 0, True, "recorded"),
        ("Linear", 1, True, "recorded"),
        ("Sequential", 0, False, "inference_mode"),
        ("Linear", 1, False, "inference_mode"),
    ]
    assert called[0].given == TensorFact("float32", (3, 2), (1.0,) * 6)
    assert returned[0].call == called[1].call
    assert returned[0].output.shape == (3, 1)


def test_a_module_that_raises_does_not_shift_the_depth():
    model = nn.Linear(2, 1)

    def run():
        with pytest.raises(RuntimeError):
            model(torch.ones(1, 5))
        model(torch.ones(1, 2))

    assert [one.depth for one in seen_of(run).journal.of(ModuleCalled)] == [0, 0]


def test_outputs_tell_that_a_gradient_reached_them():
    model = nn.Linear(2, 1)

    def run():
        model(torch.ones(1, 2))
        model(torch.zeros(1, 2)).sum().backward()

    assert seen_of(run).journal.of(OutputReached) == (OutputReached(2),)


def test_parameters_of_the_learners_own_models_are_watched():
    def run():
        model = nn.Linear(1, 1)
        model(torch.ones(1, 1)).sum().backward()

    with journaling(parameters=True, long=True) as seen:
        call_learner(run)
    journal = seen.journal

    registered = {one.name: one.tensor for one in journal.of(ParameterRegistered)}
    arrived = {one.tensor for one in journal.of(GradientArrived)}

    assert set(registered) == {"weight", "bias"}
    assert arrived == set(registered.values())
    assert journal.of(Call) == ()  # a long training is watched without them


def test_tensors_that_are_not_kept_have_no_number():
    W = leaf([1.0])

    with journaling(keep=False, W=W) as seen:
        (W * 2).sum().backward()

    assert seen.journal.calls(["mul"])[0].inputs == (seen.journal.names["W"],)
    assert seen.journal.calls(["mul"])[0].results == (0,)


def test_a_large_gradient_is_sampled_with_its_largest_number():
    W = leaf(torch.zeros(10_000))
    slope = torch.zeros(10_000)
    slope[4321] = -7

    journal = seen_of(lambda: (W * slope).sum().backward(), W=W).journal
    gradient = journal.of(GradientArrived)[0].gradient

    assert gradient.shape == (10_000,)
    assert len(gradient.values) <= 257
    assert gradient.values[0] == 7.0


def test_only_the_first_gradients_are_kept_with_their_numbers():
    W = leaf([1.0])

    def run():
        for _ in range(100):
            W.sum().backward()

    journal = seen_of(run, W=W).journal

    assert len(journal.of(GradientArrived)) == 100
    assert len(journal.of(Accumulated)) == 60


def test_nothing_is_left_behind_not_even_by_a_learner_that_leaves_a_mode_on():
    W = leaf([1.0])
    model = nn.Linear(1, 1)

    class Own(torch.overrides.TorchFunctionMode):
        def __torch_function__(self, func, types, args=(), kwargs=None):
            return func(*args, **(kwargs or {}))

    def run():
        torch.set_grad_enabled(False)
        Own().__enter__()

    before = copy.copy(nn.modules.module._global_forward_pre_hooks)
    journal = seen_of(run, W=W, model=model).journal

    assert torch.is_grad_enabled()
    assert journal.left_recording is False
    assert not torch.overrides._get_current_function_mode_stack()
    assert nn.modules.module._global_forward_pre_hooks == before
    assert not W._backward_hooks
    assert not model.weight._backward_hooks


def test_what_raises_is_told_with_all_that_came_before():
    W = leaf([1.0])

    def run():
        (W * 2).sum().backward()
        W.sub_(1)  # a leaf that requires grad

    seen = seen_of(run, W=W)

    assert seen.raised
    assert seen.journal.raised
    assert len(seen.journal.of(GradientArrived)) == 1


def test_hooks_hand_nobody_the_recorder():
    W = leaf([1.0])

    with journaling(W=W):
        hooks = list(W._backward_hooks.values())

    assert hooks
    assert not any(hasattr(hook, "__self__") for hook in hooks)


def test_a_learners_own_tensor_class_and_callables_break_nothing():
    source = """
import torch

class Odd(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return super().__torch_function__(func, types, args, kwargs or {})

class Unhashable:
    __hash__ = None
    def __call__(self, *args, **kwargs):
        return 3

def zero_it(W):
    odd = W.detach().as_subclass(Odd)
    torch.overrides.handle_torch_function(Unhashable(), (odd,), odd)
    torch.sparse_coo_tensor([[0]], [1.0], (2,)).sum()
    (odd * 2).tolist()
"""
    W = leaf([1.0])
    submission = load_submission(source, "zero_it")

    with journaling(W=W) as seen:
        submission.zero_it(W)

    assert "detach" in cuts(seen.journal)
    assert replaced_by(seen.journal, "W") == "nothing"


def test_a_loop_that_forgets_to_empty_adds_up():
    W = leaf([1.0])

    def run():
        for _ in range(2):
            ((W - 3) ** 2).sum().backward()
            with torch.no_grad():
                W.sub_(0.1 * W.grad)

    journal = seen_of(run, W=W).journal

    assert adds_up(journal, "W")
    assert steps(journal, "W")["backwards"] == 2


def test_the_journal_can_be_asked_within_its_block():
    with journaling() as seen:
        torch.ones(1).add(1)
        first = len(seen.journal.calls(["add"]))
        torch.ones(1).add(1)

    assert (first, len(seen.journal.calls(["add"]))) == (1, 2)


def test_tensors_of_a_run_go_from_memory_with_its_journal():
    W = leaf([1.0])
    made = []

    def run():
        loss = (W * 2).sum()
        loss.backward()
        made.append(weakref.ref(loss))

    gc.disable()  # Who holds himself would go only when Python looks for such things.
    try:
        seen = seen_of(run, W=W)
        assert made[0]() is not None
        del seen
        assert made[0]() is None
    finally:
        gc.enable()


@pytest.fixture
def quiet(monkeypatch):
    """SGD as in the sandbox, until the end of the test."""
    step = torch.optim.SGD.step
    # As it is before there is an optimizer.
    monkeypatch.setattr(
        torch.optim.SGD, "step", step.__wrapped__ if hasattr(step, "hooked") else step
    )
    tell_no_steps([torch.optim.SGD])
    return torch.optim.SGD


def heard_in(run):
    with Heard() as heard:
        run()
    return [name for name in heard.names if not name.startswith("profiler.")]


def test_no_mode_hears_how_torch_makes_a_step(quiet):
    W = leaf([1.0])
    optimizer = quiet([W], lr=0.5, momentum=0.9)
    W.grad = torch.ones(1)

    assert heard_in(optimizer.step) == []
    assert heard_in(lambda: optimizer.step(closure=lambda: W.sum())) != []
    assert W.tolist() == pytest.approx([1 - 0.5 - 0.5 * 1.9])


def test_what_learners_hang_on_a_step_is_heard(quiet):
    W = leaf([1.0])
    optimizer = quiet([W], lr=0.5)
    W.grad = torch.ones(1)
    optimizer.register_step_post_hook(lambda *_: W.detach())

    class Decaying(quiet):
        def step(self, closure=None):
            with torch.no_grad():
                W.mul_(0.5)
            return super().step(closure)

    assert heard_in(optimizer.step) == ["detach"]
    assert "mul_" in heard_in(Decaying([W], lr=0.5).step)


def test_a_step_that_is_recorded_is_heard(quiet):
    W = leaf([1.0])
    optimizer = quiet([W], lr=0.5, differentiable=True)
    W.grad = torch.ones(1)

    def run():
        with pytest.raises(RuntimeError, match="leaf Variable"):
            optimizer.step()

    assert "add_" in heard_in(run)


def test_the_modes_are_back_after_a_step_that_raises(quiet):
    W = leaf([1.0])
    W.grad = torch.ones(1)
    optimizer = quiet([W], lr=0.5)
    optimizer.param_groups[0]["lr"] = "fast"

    def run():
        with pytest.raises(TypeError):
            optimizer.step()
        W.detach()

    assert heard_in(run)[-1] == "detach"

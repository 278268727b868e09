import gc
import warnings

import numpy
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from autograder.observations import ObjectFact, TensorFact
from autograder.probing import (
    Backwards,
    Cuts,
    Events,
    ForwardModes,
    Gradient,
    Gradients,
    Leaf,
    OptimizerSteps,
    Parameters,
    SavedTensors,
    Survivors,
    Unchanged,
    Updates,
    Watcher,
    leaf,
    watching,
)
from autograder.probing.submission import LearnerError
from autograder.probing.watcher import Silent
from autograder.probing.watchers import tell_backward

tell_backward()  # as in the sandbox


def vector(*values):
    return TensorFact("float32", (len(values),), tuple(map(float, values)))


def scalar(value):
    return TensorFact("float32", (), (float(value),))


def train(w, *, epochs=3, zero=True, lr=0.1):
    """Fit with slope 4 on every epoch: the loss is 4 w."""
    for _ in range(epochs):
        (4 * w).sum().backward()
        if lr:
            with torch.no_grad():
                w -= lr * w.grad
        if zero:
            w.grad = None


# -- the base ----------------------------------------------------------------------------------


def test_a_watcher_does_nothing_unless_told():
    with watching(Watcher()) as seen:
        pass

    assert (seen.facts, seen.clues) == ({"raised": None}, {"warnings": ()})


def test_a_silent_watcher_sees_and_leaves_the_report_to_the_check():
    inner = Backwards()
    with watching(Silent(inner)) as seen:
        leaf(1.0).backward()
    leaf(1.0).backward()

    assert "backwards" not in seen.facts
    assert len(inner.calls()) == 1


# -- D1, D2: the leaf itself -------------------------------------------------------------------


def leaf_facts(change, tensor=None):
    """What Leaf reports after *change* was made to the leaf [1, 2]."""
    W = leaf([1.0, 2.0]) if tensor is None else tensor
    with watching(Leaf(W, "W")) as seen:
        change(W)
    return seen.facts


def test_a_leaf_is_reported_by_value_tracking_place_and_way_of_moving_in_this_order():
    assert list(leaf_facts(lambda W: None).items()) == [
        ("raised", None),
        ("W", vector(1, 2)),
        ("W.requires_grad", True),
        ("W.is_leaf", True),
        ("W.behind_autograd", False),
        ("W.in_use", 3.0),
    ]


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
    assert leaf_facts(change)["W.in_use"] is None


def test_a_leaf_is_used_with_what_it_began_with():
    assert leaf_facts(update_under_no_grad)["W.in_use"] == 3


def test_a_leaf_is_used_though_the_learner_left_recording_off():
    with torch.enable_grad():  # puts back what the lambda leaves behind
        facts = leaf_facts(lambda W: torch.set_grad_enabled(False))

    assert facts["W.in_use"] == 3


def test_using_a_leaf_leaves_its_gradient_as_it_was():
    W = leaf([1.0, 2.0])
    W.grad = torch.ones(2)
    with watching(Leaf(W, "W")):
        pass

    assert W.grad.tolist() == [1, 1]


def test_a_hook_of_a_learners_that_raises_when_the_leaf_is_used_is_the_learners_error():
    def refuse(gradient):
        raise ValueError("no")

    with pytest.raises(LearnerError, match="ValueError"):
        leaf_facts(lambda W: W.register_hook(refuse))


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


@pytest.mark.parametrize(
    "update",
    [update_under_no_grad, update_by_copy, update_by_detach, update_by_sgd, update_by_adam],
)
def test_an_update_that_counts_versions_is_not_behind_autograd(update):
    facts = leaf_facts(update)

    assert facts["W"].values == pytest.approx((0, 1), abs=1e-6)
    assert facts["W.behind_autograd"] is False


def update_data_in_place(W):
    W.data.sub_(1)


def assign_data(W):
    W.data = W.data - 1


@pytest.mark.parametrize("update", [update_data_in_place, assign_data])
def test_an_update_through_data_is_behind_autograd(update):
    facts = leaf_facts(update)

    assert facts["W"] == vector(0, 1)
    assert facts["W.behind_autograd"] is True


def test_what_data_does_to_the_version_is_the_whole_difference():
    """The claim of D2 itself, on torch and not on us."""
    deltas = {}
    for name, update in {
        ".data.op_": update_data_in_place,
        ".data =": assign_data,
        "detach().op_": update_by_detach,
        "no_grad op_": update_under_no_grad,
        "no_grad copy_": update_by_copy,
        "SGD": update_by_sgd,
        "Adam": update_by_adam,
    }.items():
        W = leaf([1.0, 2.0])
        update(W)
        deltas[name] = W._version

    assert deltas == {
        ".data.op_": 0,
        ".data =": 0,
        "detach().op_": 1,
        "no_grad op_": 1,
        "no_grad copy_": 1,
        "SGD": 1,
        "Adam": 1,
    }


def test_reading_data_moves_nothing():
    assert leaf_facts(lambda W: W.data.sum())["W.behind_autograd"] is False


def test_data_moved_and_put_back_is_not_behind_autograd():
    def there_and_back(W):
        W.data += 1
        W.data -= 1

    assert leaf_facts(there_and_back)["W.behind_autograd"] is False


def test_a_learner_who_rebinds_the_name_leaves_the_leaf_where_it_was():
    def rebind(W):
        W = W - 1

    facts = leaf_facts(rebind)

    assert (facts["W"], facts["W.behind_autograd"]) == (vector(1, 2), False)


def test_a_leaf_whose_tracking_was_switched_off_is_reported():
    assert leaf_facts(lambda W: W.requires_grad_(False))["W.requires_grad"] is False


def test_a_result_is_not_a_leaf():
    facts = leaf_facts(lambda W: None, leaf([1.0]) * 2)

    assert (facts["W.is_leaf"], facts["W.requires_grad"]) == (False, True)


def test_a_leaf_of_another_shape_has_moved():
    def reshape(W):
        W.data = torch.ones(3)

    facts = leaf_facts(reshape)

    assert (facts["W"], facts["W.behind_autograd"]) == (vector(1, 1, 1), True)


def test_a_leaf_of_nan_that_nobody_touched_did_not_move():
    assert leaf_facts(lambda W: None, leaf([float("nan")]))["W.behind_autograd"] is False


def test_a_large_leaf_that_moved_behind_autograd_is_reported():
    def update(W):
        W.data += 1

    assert leaf_facts(update, leaf(torch.zeros(10_000)))["W.behind_autograd"] is True


@pytest.mark.parametrize("watcher", [Leaf, Unchanged])
def test_a_tensor_with_a_method_of_its_own_can_be_watched(watcher):
    x = torch.ones(1)
    x.detach = None
    with watching(watcher(x, "x")) as seen:
        x += 1

    assert seen.facts.get("x.changed", True) is True


def changed(change, x=None):
    x = torch.tensor([1.0, 2.0]) if x is None else x
    with watching(Unchanged(x, "x")) as seen:
        change(x)
    return seen.facts


def test_an_input_that_stays_as_it_was_is_unchanged():
    assert changed(lambda x: x + 1) == {"raised": None, "x.changed": False, "x.kept": 3}


@pytest.mark.parametrize(
    "change",
    [
        lambda x: x.add_(1),
        lambda x: x.detach().add_(1),
        lambda x: x.resize_(1),
        lambda x: x.unsqueeze_(0),
        lambda x: x.__setitem__(0, 5.0),
        lambda x: setattr(x, "data", x.data.double()),
    ],
)
def test_an_input_with_other_numbers_another_shape_or_dtype_is_changed(change):
    facts = changed(change)

    assert (facts["x.changed"], facts["x.kept"]) == (True, None)


def test_an_input_that_was_changed_and_put_back_is_unchanged():
    assert changed(lambda x: x.add_(1).sub_(1))["x.changed"] is False


def test_an_input_with_nan_that_nobody_touched_is_unchanged():
    assert changed(lambda x: None, torch.tensor([float("nan")]))["x.changed"] is False


def test_a_large_input_that_changed_is_changed():
    assert changed(lambda x: x.add_(1), torch.zeros(10_000))["x.changed"] is True


# -- D3: gradients -----------------------------------------------------------------------------


def gradient_facts(work, W=None):
    W = leaf(1.0) if W is None else W
    with watching(Gradients(W, "W")) as seen:
        work(W)
    return seen.facts


def test_three_steps_without_zeroing_bring_the_same_gradient_and_add_up():
    W = leaf(1.0)
    facts = gradient_facts(lambda W: train(W, zero=False), W)

    assert facts == {
        "raised": None,
        "W.fresh_gradients": (scalar(4), scalar(4), scalar(4)),
        "W.adds_up": True,
    }
    assert W.grad.item() == 12  # 4, 8, 12


def empty_by_none(w):
    w.grad = None


def empty_by_zero(w):
    w.grad.zero_()


def empty_by_subtracting(w):
    w.grad -= w.grad.clone()


@pytest.mark.parametrize("empty", [empty_by_none, empty_by_zero, empty_by_subtracting])
def test_three_steps_with_zeroing_do_not_add_up_however_it_is_written(empty):
    def work(w):
        for _ in range(3):
            (4 * w).backward()
            empty(w)

    facts = gradient_facts(work)

    assert facts["W.fresh_gradients"] == (scalar(4),) * 3
    assert facts["W.adds_up"] is False


def test_gradients_that_added_up_once_did_add_up():
    def work(w):
        for _ in range(2):
            (4 * w).backward()
        w.grad = None
        (4 * w).backward()

    assert gradient_facts(work)["W.adds_up"] is True


def test_a_gradient_left_from_before_adds_up():
    W = leaf(1.0)
    W.grad = torch.tensor(1.0)

    facts = gradient_facts(lambda w: (4 * w).backward(), W)

    assert (facts["W.fresh_gradients"], facts["W.adds_up"]) == ((scalar(4),), True)


def test_zeros_left_from_before_do_not_add_up():
    W = leaf(1.0)
    W.grad = torch.tensor(0.0)

    assert gradient_facts(lambda w: (4 * w).backward(), W)["W.adds_up"] is False


def test_a_gradient_of_nan_does_not_add_up_to_itself():
    facts = gradient_facts(lambda w: (w * float("nan")).backward())

    assert facts["W.adds_up"] is False


def test_paths_within_one_pass_are_one_gradient():
    facts = gradient_facts(lambda w: (w * w + w).backward(), leaf(3.0))

    assert facts["W.fresh_gradients"] == (scalar(7),)
    assert facts["W.adds_up"] is False


def test_without_backward_there_is_no_gradient():
    assert gradient_facts(lambda w: w * 2) == {
        "raised": None,
        "W.fresh_gradients": (),
        "W.adds_up": False,
    }


def test_autograds_own_function_shows_as_fresh_and_never_adds_up():
    def work(w):
        for _ in range(2):
            torch.autograd.grad(4 * w, w)

    facts = gradient_facts(work)

    assert facts["W.fresh_gradients"] == (scalar(4), scalar(4))
    assert facts["W.adds_up"] is False


def test_fresh_gradients_keep_coming_after_the_name_is_rebound():
    def work(w):
        kept = w
        w = w - 1
        (4 * w * 2).backward()
        assert kept.grad is not None

    assert gradient_facts(work)["W.fresh_gradients"] == (scalar(8),)


def test_a_fresh_gradient_is_as_it_was_when_it_came():
    def work(w):
        (4 * w).backward()
        w.grad.mul_(100)

    assert gradient_facts(work)["W.fresh_gradients"] == (scalar(4),)


def test_fifty_fresh_gradients_are_kept_and_adding_up_is_seen_after_them_too():
    def work(w):
        for _ in range(51):
            w.grad = None
            (4 * w).backward()
        (4 * w).backward()

    facts = gradient_facts(work)

    assert len(facts["W.fresh_gradients"]) == 50
    assert facts["W.adds_up"] is True


def test_a_leaf_that_is_not_tracked_gets_no_gradient():
    assert gradient_facts(lambda w: None, torch.ones(1))["W.fresh_gradients"] == ()


def test_a_result_is_not_hooked():
    y = leaf(1.0) * 2

    facts = gradient_facts(lambda y: y.backward(), y)

    assert (facts["W.fresh_gradients"], facts["W.adds_up"]) == ((), False)


def test_gradients_after_the_watch_are_not_seen():
    W = leaf(1.0)
    watcher = Gradients(W, "W")
    with watching(watcher):
        pass
    (4 * W).backward()
    (4 * W).backward()

    assert (watcher.fresh, watcher.adds_up) == ([], False)


def test_a_watcher_of_gradients_can_start_again():
    W = leaf(1.0)
    watcher = Gradients(W, "W")
    with watching(watcher):
        train(W, zero=False)
    W.grad = None
    with watching(watcher) as seen:
        train(W, epochs=1)

    assert seen.facts["W.fresh_gradients"] == (scalar(4),)
    assert seen.facts["W.adds_up"] is False


def test_what_stands_in_grad_afterwards_is_reported():
    W = leaf([1.0, 2.0])
    with watching(Gradient(W, "W")) as seen:
        (W**2).sum().backward()

    assert seen.facts == {"raised": None, "W.grad": vector(2, 4)}


def test_no_gradient_is_reported_as_none():
    with watching(Gradient(leaf(1.0), "W")) as seen:
        pass

    assert seen.facts["W.grad"] is None


# -- D4: the log of events ---------------------------------------------------------------------


def log_of(work):
    events = Events()
    with watching(events):
        work()
    return events.log


def names_of(work):
    return [event.short_name for event in log_of(work)]


@pytest.mark.parametrize(
    ("work", "name"),
    [
        (lambda w: w.backward(), "backward"),
        (lambda w: w.grad, "grad.__get__"),
        (lambda w: setattr(w, "grad", None), "grad.__set__"),
        (lambda w: w.data, "data.__get__"),
        (lambda w: setattr(w, "data", torch.ones(())), "data.__set__"),
        (lambda w: w.detach(), "detach"),
        (lambda w: w.item(), "item"),
        (lambda w: w.tolist(), "tolist"),
        (lambda w: w.detach().numpy(), "numpy"),
        (lambda w: w.detach().zero_(), "zero_"),
        (lambda w: w.detach().sub_(1), "sub_"),
        (lambda w: w.requires_grad_(), "requires_grad_"),
        (lambda w: setattr(w, "requires_grad", True), "requires_grad.__set__"),
        (lambda w: torch.sub(w, 1), "torch.sub"),
        (lambda w: torch.autograd.grad(w * 2, w), "torch.autograd.grad"),
        (lambda w: torch.autograd.backward(w), "torch.autograd.backward"),
    ],
)
def test_the_log_shows_a_call_by_its_name(work, name):
    assert names_of(lambda: work(leaf(1.0)))[-1] == name


@pytest.mark.filterwarnings("ignore")
def test_the_log_shows_a_conversion_to_float():
    assert names_of(lambda: float(leaf(1.0)))[-1] == "__float__"


def test_events_come_in_order_with_their_full_names():
    w = leaf(1.0)

    def work():
        (w * 2).backward()
        w.grad.zero_()

    assert [event.name for event in log_of(work)] == [
        "torch.Tensor.mul",
        "torch.Tensor.backward",
        "torch.Tensor.grad.__get__",
        "torch.Tensor.zero_",
    ]


def test_an_optimizers_zero_grad_does_not_show_by_name():
    w = leaf(1.0)
    optimizer = torch.optim.SGD([w], lr=0.1)
    w.sum().backward()

    assert not any("zero_grad" in name for name in names_of(optimizer.zero_grad))


def test_an_event_tells_whether_the_graph_was_recorded():
    w = leaf(1.0)

    def work():
        w.exp()
        with torch.no_grad():
            w.sin()

    modes = {event.short_name: event.grad_enabled for event in log_of(work)}

    assert (modes["exp"], modes["sin"]) == (True, False)


def test_an_event_tells_whether_its_result_is_tracked():
    w, x = leaf(1.0), torch.ones(())

    (tracked,) = log_of(lambda: w * x)
    (untracked,) = log_of(lambda: x * x)
    (no_tensor,) = log_of(lambda: w.requires_grad)

    assert [tracked.tracked, untracked.tracked, no_tensor.tracked] == [True, False, False]


def test_an_event_tells_whether_its_result_is_a_new_tensor():
    x = torch.ones(2)

    (new,) = log_of(lambda: x + 1)
    (in_place,) = log_of(lambda: x.add_(1))
    (out,) = log_of(lambda: torch.add(x, 1, out=x))
    (no_tensor,) = log_of(lambda: x.dim())

    assert [new.fresh, in_place.fresh, out.fresh, no_tensor.fresh] == [True, False, False, False]


def test_an_event_knows_the_tensors_among_its_arguments():
    a, b, c = torch.ones(1), torch.ones(1), torch.ones(1)

    (product,) = log_of(lambda: a * b)
    (by_name,) = log_of(lambda: torch.add(a, other=c))
    (in_list,) = log_of(lambda: torch.stack([a, b, c]))
    (in_tuple,) = log_of(lambda: torch.cat((a, c)))
    (none,) = log_of(lambda: torch.ones(1))

    assert product.inputs == {id(a), id(b)}
    assert by_name.inputs == {id(a), id(c)}
    assert in_list.inputs == {id(a), id(b), id(c)}
    assert in_tuple.inputs == {id(a), id(c)}
    assert none.inputs == frozenset()


def test_a_call_that_raises_is_no_event():
    def work():
        with pytest.raises(RuntimeError):
            torch.ones(2) @ torch.ones(3)

    assert names_of(work) == ["torch.ones", "torch.ones"]


def test_tensors_of_the_log_stay_alive_so_that_their_ids_stay_theirs():
    events = Events()
    with watching(events):
        x = torch.ones(1)
        first = id(x + 1)
        del x
        later = [id(torch.ones(1)) for _ in range(5)]

    assert len({first, *later}) == 6
    assert id(events) not in events.log[1].inputs
    assert events.log[1].inputs <= {id(tensor) for tensor in events._alive}


def test_a_full_log_takes_no_more(monkeypatch):
    monkeypatch.setattr(Events, "MAX_EVENTS", 3)

    assert names_of(lambda: [torch.ones(1) for _ in range(5)]) == ["torch.ones"] * 3


def test_a_log_holds_twenty_thousand_events():
    assert Events.MAX_EVENTS == 20_000


def test_events_after_the_watch_are_not_logged():
    events = Events()
    with watching(events):
        torch.ones(1)
    torch.zeros(1)

    assert [event.name for event in events.log] == ["torch.ones"]


def test_two_logs_at_once_see_the_same():
    one, other = Events(), Events()
    with watching(one, other):
        torch.ones(1).exp_()

    assert one.log == other.log
    assert [event.short_name for event in one.log] == ["torch.ones", "exp_"]


def test_events_are_picked_by_short_name_in_their_order():
    events = Events()
    with watching(events):
        torch.ones(1).exp().sin().exp_()

    assert [e.short_name for e in events.named("sin", "exp", "torch.ones")] == [
        "torch.ones",
        "exp",
        "sin",
    ]
    assert events.named() == []
    assert events.named("cos") == []


def test_a_log_reports_nothing_by_itself():
    with watching(Events()) as seen:
        torch.ones(1)

    assert (seen.facts, seen.clues) == ({"raised": None}, {"warnings": ()})


def test_a_call_that_torch_has_no_name_for_is_named_by_its_module():
    def work():
        nn.Linear(1, 1)

    assert "torch.nn.init.kaiming_uniform_" in names_of(work)


def test_a_call_of_no_name_at_all_is_an_event_too():
    class Nameless:
        def __call__(self):
            return torch.overrides.handle_torch_function(self, (), torch.ones(1))

    from autograder.probing.watchers import _event_name

    nameless = Nameless()
    nameless.__module__ = None

    assert _event_name(nameless) == "torch.unknown"
    assert _event_name(Nameless()) == f"{__name__}.unknown"


# -- D4: was autograd asked? -------------------------------------------------------------------


def backwards(work):
    w = leaf([1.0, 2.0])
    with watching(Backwards()) as seen:
        work(w)
    assert list(seen.facts) == ["raised", "backwards"]
    return seen.facts["backwards"]


def square(w):
    return (w**2).sum()


def forward_mode(w):
    import torch.autograd.forward_ad as forward

    with forward.dual_level():
        forward.unpack_dual(forward.make_dual(w.detach(), torch.ones(2)))


@pytest.mark.parametrize(
    "work",
    [
        lambda w: square(w).backward(),
        lambda w: torch.autograd.backward(square(w)),
        lambda w: torch.autograd.grad(square(w), w),
        lambda w: torch.func.grad(square)(w.detach()),
        lambda w: torch.func.vjp(square, w.detach())[1](torch.ones(())),
        lambda w: torch.func.jvp(square, (w.detach(),), (torch.ones(2),)),
        lambda w: torch.func.jacrev(square)(w.detach()),
        lambda w: torch.func.jacfwd(square)(w.detach()),
        lambda w: torch.autograd.functional.jacobian(square, w.detach()),
        forward_mode,
    ],
)
def test_autograd_is_counted_by_whatever_name_it_is_asked(work):
    assert backwards(work) == 1


def told_by_older_torch(monkeypatch):
    """As before torch 2.11: the same function, which tells no mode that it is called."""
    ours = torch.autograd.backward

    def backward(tensors, *args, **kwargs):
        with torch._C.DisableTorchFunction():
            return ours(tensors, *args, **kwargs)

    backward.__module__ = "torch.autograd"
    monkeypatch.setattr(torch.autograd, "backward", backward)


@pytest.mark.parametrize(
    "call",
    [
        lambda loss: torch.autograd.backward(loss),
        lambda loss: torch.autograd.backward([loss]),
        lambda loss: torch.autograd.backward(tensors=(loss,), grad_tensors=None),
    ],
)
def test_a_backward_of_older_torch_is_seen_as_one_of_todays(monkeypatch, call):
    told_by_older_torch(monkeypatch)
    assert backwards(lambda w: call(square(w))) == 0

    tell_backward()
    assert backwards(lambda w: call(square(w))) == 1
    assert backwards(lambda w: square(w).backward()) == 1


def test_what_tells_already_is_left_alone():
    tell_backward()
    before = torch.autograd.backward
    tell_backward()

    assert torch.autograd.backward is before


def test_a_backward_that_tells_still_works_and_raises_as_it_did(monkeypatch):
    told_by_older_torch(monkeypatch)
    tell_backward()
    w = leaf(3.0)
    torch.autograd.backward(w * 2)

    assert w.grad == 2
    with pytest.raises(RuntimeError, match="does not require grad"):
        torch.autograd.backward(torch.ones(()))


def test_each_pass_is_counted():
    assert backwards(lambda w: train(w, epochs=3)) == 3


def test_work_by_hand_asks_autograd_nothing():
    def by_hand(w):
        with torch.no_grad():
            w -= 0.1 * 2 * w

    assert backwards(by_hand) == 0


def test_a_method_looked_up_and_not_called_asks_autograd_nothing():
    assert backwards(lambda w: square(w).backward) == 0


# -- D1, D4: did another tensor take its place? ------------------------------------------------


def replaced(work):
    W = leaf([1.0, 2.0])
    W.grad = torch.ones(2)
    with watching(Updates(W, "W")) as seen:
        work(W)
    assert list(seen.facts) == ["raised", "W.replaced_by"]
    return seen.facts["W.replaced_by"]


@pytest.mark.parametrize(
    "step",
    [
        lambda W: W - W.grad,
        lambda W: W + -W.grad,
        lambda W: -W.grad + W,
        lambda W: 1 - W,
        lambda W: 1 + W,
        lambda W: W.sub(W.grad),
        lambda W: W.subtract(W.grad),
        lambda W: W.add(W.grad, alpha=-1),
        lambda W: torch.sub(W, W.grad),
        lambda W: torch.subtract(W, W.grad),
        lambda W: torch.add(W, W.grad, alpha=-1),
        lambda W: torch.rsub(W.grad, W),
        lambda W: torch.add(W.grad, other=W),
    ],
)
def test_a_new_tensor_made_by_a_step_replaces_the_leaf(step):
    def under_no_grad(W):
        with torch.no_grad():
            step(W)

    assert replaced(step) == "a tracked result"
    assert replaced(under_no_grad) == "an untracked result"


def test_the_first_new_tensor_counts():
    def both(W):
        W - W.grad
        with torch.no_grad():
            W - W.grad

    def the_other_way_round(W):
        with torch.no_grad():
            W - W.grad
        W - W.grad

    assert replaced(both) == "a tracked result"
    assert replaced(the_other_way_round) == "an untracked result"


@pytest.mark.parametrize(
    "work",
    [
        lambda W: None,
        lambda W: W * 2,
        lambda W: (W**2).sum(),
        lambda W: W @ W,
        lambda W: W.grad - 1,
        lambda W: W.detach() - 1,
        update_under_no_grad,
        update_by_copy,
        update_by_detach,
        update_data_in_place,
    ],
)
def test_a_forward_pass_or_an_update_in_place_replaces_nothing(work):
    assert replaced(work) == "nothing"


def test_a_difference_made_on_the_way_to_an_update_in_place_replaces_nothing():
    def with_a_residual(W):
        (W - 1).sum()
        update_under_no_grad(W)

    assert replaced(with_a_residual) == "nothing"


def test_a_difference_with_the_leaf_as_its_own_output_replaces_nothing():
    def out(W):
        with torch.no_grad():
            torch.sub(W, torch.zeros(2), out=W)

    assert replaced(out) == "nothing"


def test_steps_after_the_watch_are_not_seen():
    W = leaf(1.0)
    watcher = Updates(W, "W")
    with watching(watcher):
        pass
    W - 1

    assert watcher._events.log == []


# -- D4: what left tensor-land -----------------------------------------------------------------


def cuts(work):
    w = leaf([2.0])
    with watching(Cuts()) as seen:
        work(w)
    assert list(seen.facts) == ["raised"]
    return seen.clues["cuts"]


@pytest.mark.parametrize(
    ("work", "names"),
    [
        (lambda w: w.detach(), ("detach",)),
        (lambda w: (w * 1).detach_(), ("detach",)),
        (lambda w: w.item(), ("item",)),
        (lambda w: w.tolist(), ("tolist",)),
        (lambda w: w.data, ("data",)),
        (lambda w: w.numpy(force=True), ("numpy",)),
        (lambda w: w.detach().numpy(), ("detach", "numpy")),
        (lambda w: numpy.asarray(w.detach()), ("detach", "numpy")),
        (lambda w: w * 2, ()),
        (lambda w: (w * 2).sum().backward(), ()),
        (lambda w: setattr(w, "data", torch.ones(1)), ()),
    ],
)
def test_a_cut_is_told_by_its_name(work, names):
    assert cuts(work) == names


@pytest.mark.filterwarnings("ignore")
def test_a_conversion_to_float_is_a_cut():
    assert cuts(lambda w: float(w)) == ("float",)


def test_cuts_are_sorted_and_each_is_told_once():
    def work(w):
        w.tolist()
        w.item()
        w.detach()
        w.item()

    assert cuts(work) == ("detach", "item", "tolist")


def test_the_hooks_of_another_watcher_are_no_cuts():
    W = leaf(1.0)
    for watchers in ((Cuts(), Gradients(W, "W")), (Gradients(W, "W"), Cuts())):
        with watching(*watchers) as seen:
            (4 * W).backward()
            torch.autograd.grad(4 * W, W)

        assert seen.clues["cuts"] == ()


def test_describing_a_call_is_no_cut():
    w = leaf([1.0])
    with watching(Cuts()) as seen:
        seen.fact("value", w)
        seen.returned([w])

    assert seen.clues["cuts"] == ()


# -- D5: what an optimizer met -----------------------------------------------------------------


def steps(work, *parameters):
    parameters = parameters or (leaf(1.0),)
    optimizer = torch.optim.SGD(parameters, lr=0.1)
    with watching(OptimizerSteps()) as seen:
        work(optimizer, *parameters)
    assert list(seen.facts) == ["raised", "step.gradients"]
    return seen.facts["step.gradients"]


def test_a_step_with_a_gradient_met_it():
    def work(optimizer, w):
        (4 * w).backward()
        optimizer.step()

    assert steps(work) == ("present",)


def test_a_step_after_zero_grad_met_none():
    def work(optimizer, w):
        (4 * w).backward()
        optimizer.zero_grad()
        optimizer.step()

    assert steps(work) == ("absent",)


def test_a_step_after_zeroing_met_zeros():
    def work(optimizer, w):
        (4 * w).backward()
        optimizer.zero_grad(set_to_none=False)
        optimizer.step()

    assert steps(work) == ("zero",)


def test_a_step_in_which_one_parameter_has_no_gradient_met_some():
    def work(optimizer, w, b):
        (4 * w).backward()
        optimizer.step()

    assert steps(work, leaf(1.0), leaf(1.0)) == ("some absent",)


def test_a_missing_gradient_is_told_before_a_zero_one():
    def work(optimizer, w, b):
        w.grad = torch.zeros(())
        optimizer.step()

    assert steps(work, leaf(1.0), leaf(1.0)) == ("some absent",)


def test_one_gradient_that_is_not_zero_is_present():
    def work(optimizer, w, b):
        w.grad, b.grad = torch.zeros(2), torch.tensor([0.0, 1.0])
        optimizer.step()

    assert steps(work, leaf([1.0, 1.0]), leaf([1.0, 1.0])) == ("present",)


def test_parameters_of_all_groups_count():
    w, b = leaf(1.0), leaf(1.0)
    optimizer = torch.optim.SGD([{"params": [w]}, {"params": [b]}], lr=0.1)
    with watching(OptimizerSteps()) as seen:
        w.grad = torch.ones(())
        optimizer.step()

    assert seen.facts["step.gradients"] == ("some absent",)


def test_every_step_of_every_optimizer_is_told_in_order():
    w = leaf(1.0)

    def work(optimizer, _):
        w.grad = torch.ones(())
        optimizer.step()
        torch.optim.Adam([w]).step()
        w.grad = None
        torch.optim.AdamW([w]).step()

    assert steps(work) == ("absent", "present", "absent")


def test_without_a_step_nothing_was_met():
    assert steps(lambda optimizer, w: w.backward()) == ()


def test_fifty_steps_are_told():
    def work(optimizer, w):
        for _ in range(51):
            optimizer.step()

    assert steps(work) == ("absent",) * 50


def test_steps_after_the_watch_are_not_told():
    w = leaf(1.0)
    watcher = OptimizerSteps()
    with watching(watcher):
        pass
    torch.optim.SGD([w], lr=0.1).step()

    assert watcher.steps == []


# -- D7: saved tensors -------------------------------------------------------------------------


def saved(work):
    with watching(SavedTensors()) as seen:
        work()
    assert list(seen.facts) == ["raised", "saved_tensors"]
    return seen.facts["saved_tensors"]


def test_a_network_saves_tensors_while_recording_and_none_under_no_grad():
    model = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))
    x = torch.ones(4, 2)

    def evaluate():
        with torch.no_grad():
            model(x)

    assert saved(lambda: model(x)) == 4
    assert saved(evaluate) == 0


def test_a_sum_saves_nothing_and_a_square_its_base():
    w = leaf(1.0)

    assert saved(lambda: w + 3) == 0
    assert saved(lambda: w**2) == 1


def test_saved_tensors_still_give_the_right_gradient():
    w = leaf(3.0)

    saved(lambda: (w**2).backward())

    assert w.grad.item() == 6


def test_tensors_saved_after_the_watch_are_not_counted():
    watcher = SavedTensors()
    with watching(watcher):
        pass
    leaf(1.0) ** 2

    assert watcher.count == 0


# -- D9: modes of the forward pass -------------------------------------------------------------


def calls(work, **kwargs):
    model = nn.Linear(1, 1)
    with watching(ForwardModes(model, **kwargs)) as seen:
        work(model, torch.ones(1))
    return seen.facts


def evaluate(model, x):
    model.eval()
    with torch.no_grad():
        model(x)


def infer(model, x):
    with torch.inference_mode():
        model(x)


@pytest.mark.parametrize(
    ("work", "told"),
    [
        (lambda model, x: model(x), ("train, recorded",)),
        (lambda model, x: model.eval()(x), ("eval, recorded",)),
        (lambda model, x: torch.no_grad()(model)(x), ("train, no_grad",)),
        (evaluate, ("eval, no_grad",)),
        (infer, ("train, inference_mode",)),
        (lambda model, x: None, ()),
        (lambda model, x: model.forward(x), ()),
    ],
)
def test_a_call_of_the_model_is_told_by_its_two_modes(work, told):
    assert calls(work) == {"raised": None, "model.calls": told}


def test_calls_are_told_in_order():
    def work(model, x):
        model(x)
        evaluate(model, x)
        model.train()
        model(x)

    assert calls(work)["model.calls"] == ("train, recorded", "eval, no_grad", "train, recorded")


def test_calls_of_other_modules_are_not_told():
    inner = nn.Linear(1, 1)
    outer = nn.Sequential(inner, nn.ReLU())
    with watching(ForwardModes(outer, "outer"), ForwardModes(inner, "inner")) as seen:
        inner(torch.ones(1))
        outer(torch.ones(1))
        nn.Linear(1, 1)(torch.ones(1))

    assert len(seen.facts["outer.calls"]) == 1
    assert len(seen.facts["inner.calls"]) == 2


def test_fifty_calls_are_told():
    def work(model, x):
        for _ in range(51):
            model(x)

    assert calls(work)["model.calls"] == ("train, recorded",) * 50


def test_a_model_can_be_told_by_another_name():
    assert list(calls(lambda model, x: None, name="net")) == ["raised", "net.calls"]


def test_calls_after_the_watch_are_not_told():
    model = nn.Linear(1, 1)
    watcher = ForwardModes(model)
    with watching(watcher):
        pass
    model(torch.ones(1))

    assert watcher.calls == []


# -- D10: warnings -----------------------------------------------------------------------------


def warned(work):
    with watching() as seen:
        work()
    assert list(seen.facts) == ["raised"]
    return seen.clues["warnings"]


def test_a_mse_of_two_shapes_warns():
    (line,) = warned(lambda: F.mse_loss(torch.ones(2, 1), torch.ones(2)))

    assert line.startswith("Using a target size (torch.Size([2])) that is different")


def test_reading_the_gradient_of_a_result_warns():
    y = leaf(1.0) * 2

    (line,) = warned(lambda: y.grad)

    assert line.startswith("The .grad attribute of a Tensor that is not a leaf")


def test_warnings_are_told_in_order_by_their_first_lines_and_once():
    def work():
        warnings.warn("b\nsecond line", stacklevel=1)
        warnings.warn("a", DeprecationWarning, stacklevel=1)
        warnings.warn("b\nanother", stacklevel=1)
        warnings.warn("c" * 301, stacklevel=1)

    assert warned(work) == ("b", "a", "c" * 300)


def test_a_warning_that_python_shows_once_is_told_every_time():
    def work():
        warnings.warn("again", stacklevel=1)

    assert [warned(work), warned(work)] == [("again",), ("again",)]


def test_warnings_are_told_whatever_the_filters_say():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert warned(lambda: warnings.warn("x", stacklevel=1)) == ("x",)


def test_fifty_warnings_are_looked_at():
    def work():
        for number in range(51):
            warnings.warn(f"no. {number}", stacklevel=1)

    assert warned(work)[-1] == "no. 49"


def test_the_filters_are_as_before_after_the_watch():
    before = list(warnings.filters)

    warned(lambda: warnings.simplefilter("ignore"))

    assert warnings.filters == before


# -- D16: parameters ---------------------------------------------------------------------------


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.tensor([2.0]))
        self.lost = [nn.Linear(1, 1)]
        self.plain = torch.ones(1)
        self.b = nn.Parameter(torch.tensor(1.0))


def test_parameters_are_told_by_name_and_value_in_order():
    with watching(Parameters(Model())) as seen:
        pass

    assert list(seen.facts.items()) == [
        ("raised", None),
        ("model.parameters", ("w", "b")),
        ("model.w", vector(2)),
        ("model.b", scalar(1)),
    ]


def test_parameters_are_told_as_they_are_afterwards():
    model = Model()
    with watching(Parameters(model)) as seen, torch.no_grad():
        model.w += 1

    assert seen.facts["model.w"] == vector(3)


def test_an_optimizer_that_holds_all_parameters_misses_none():
    model = Model()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with watching(Parameters(model, optimizer)) as seen:
        pass

    assert list(seen.facts)[-1] == "optimizer.misses"
    assert seen.facts["optimizer.misses"] == ()


def test_an_optimizer_that_was_built_before_a_layer_was_replaced_misses_its_parameters():
    model = Model()
    optimizer = torch.optim.SGD([{"params": [model.w]}, {"params": [model.b]}], lr=0.1)
    with watching(Parameters(model, optimizer)) as seen:
        model.b = nn.Parameter(torch.tensor(1.0))

    assert seen.facts["optimizer.misses"] == ("b",)


def test_a_model_without_parameters_has_none():
    with watching(Parameters(nn.ReLU(), name="net")) as seen:
        pass

    assert seen.facts == {"raised": None, "net.parameters": ()}


def test_a_parameter_too_large_to_show_is_told_by_its_shape():
    with watching(Parameters(nn.Linear(100, 100, bias=False))) as seen:
        pass

    assert isinstance(seen.facts["model.weight"], ObjectFact)


# -- D17: survivors ----------------------------------------------------------------------------


def survivors(keep, epochs=3):
    w, x = leaf(1.0), torch.tensor([1.0, 2.0])
    kept = []

    def train():
        for _ in range(epochs):
            loss = ((w * x - 1) ** 2).sum()
            kept.append(keep(loss))

    with watching(Survivors()) as seen:
        train()
    assert list(seen.facts) == ["raised", "survivors"]
    return seen.facts["survivors"]


def test_losses_kept_with_their_graphs_keep_what_was_saved_for_backward():
    # Of each epoch the loss, and the residual that the square saved.
    assert survivors(lambda loss: loss) == 6
    assert survivors(lambda loss: loss, epochs=5) == 10


@pytest.mark.parametrize("keep", [lambda loss: loss.item(), lambda loss: loss.detach()])
def test_numbers_and_detached_losses_keep_nothing(keep):
    assert survivors(keep) == 0


def test_a_result_that_was_changed_in_place_survives_once():
    with watching(Survivors()) as seen:
        kept = leaf(1.0) * 2
        kept.add_(1).mul_(2)

    assert seen.facts["survivors"] == 1
    del kept


def test_leaves_and_untracked_results_are_no_survivors():
    with watching(Survivors()) as seen:
        kept = [leaf(1.0), torch.ones(1) * 2, leaf(1.0).requires_grad_()]

    assert seen.facts["survivors"] == 0
    del kept


def test_what_only_a_cycle_keeps_is_no_survivor():
    gc.disable()
    try:
        with watching(Survivors()) as seen:
            cycle = [leaf(1.0) * 2]
            cycle.append(cycle)
            del cycle
    finally:
        gc.enable()

    assert seen.facts["survivors"] == 0


def test_survivors_are_counted_afresh_in_each_watch():
    watcher = Survivors()
    with watching(watcher):
        kept = leaf(1.0) * 2
    with watching(watcher) as seen:
        pass

    assert seen.facts["survivors"] == 0
    del kept

"""Which calls of torch the journal has, under which names, and what it tells of each."""

from __future__ import annotations

import itertools

import numpy
import pytest
import torch
from torch import nn

from autograder.probing import describe, journaling, leaf
from autograder.probing.facts import describe_call
from autograder.probing.journal import Call, cuts, recorder
from autograder.probing.journal.mode import function_name, tell_backward

tell_backward()  # as in the sandbox


def journal_of(work, **named):
    with journaling(**named) as seen:
        work()
    return seen.journal


def calls_of(work, **named):
    return list(journal_of(work, **named).of(Call))


def names_of(work, **named):
    return [call.name for call in calls_of(work, **named)]


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
        pytest.param(lambda w: float(w), "__float__", marks=pytest.mark.filterwarnings("ignore")),
    ],
)
def test_a_call_has_the_name_by_which_one_writes_it(work, name):
    assert names_of(lambda: work(leaf(1.0)))[-1] == name


def test_calls_come_in_order():
    w = leaf(1.0)

    def work():
        (w * 2).backward()
        w.grad.zero_()

    assert names_of(work) == ["mul", "backward", "grad.__get__", "zero_"]


def test_a_call_that_torch_has_no_name_for_is_named_by_its_module():
    assert "torch.nn.init.kaiming_uniform_" in names_of(lambda: nn.Linear(1, 1))


def test_a_call_of_no_name_at_all_has_one_too():
    class Nameless:
        def __call__(self):
            raise AssertionError

    nameless = Nameless()
    nameless.__module__ = None

    assert function_name(nameless) == "torch.unknown"
    assert function_name(Nameless()) == f"{__name__}.unknown"


def test_an_optimizers_zero_grad_does_not_show_by_name():
    w = leaf(1.0)
    optimizer = torch.optim.SGD([w], lr=0.1)
    w.sum().backward()

    assert not any("zero_grad" in name for name in names_of(optimizer.zero_grad))


def test_a_call_tells_whether_the_graph_was_recorded():
    w = leaf(1.0)

    def work():
        w.exp()
        with torch.no_grad():
            w.sin()

    modes = {call.name: call.recorded for call in calls_of(work)}

    assert (modes["exp"], modes["sin"]) == (True, False)


def test_a_call_tells_whether_inputs_and_result_are_tracked():
    w, x = leaf(1.0), torch.ones(())

    (tracked,) = calls_of(lambda: w * x)
    (untracked,) = calls_of(lambda: x * x)
    (no_tensor,) = calls_of(lambda: w.requires_grad)

    assert [one.of_tracked for one in (tracked, untracked, no_tensor)] == [True, False, True]
    assert [one.tracked for one in (tracked, untracked, no_tensor)] == [True, False, False]


def test_a_call_tells_whether_its_result_is_a_new_tensor():
    x = torch.ones(2)

    (new,) = calls_of(lambda: x + 1)
    (in_place,) = calls_of(lambda: x.add_(1))
    (out,) = calls_of(lambda: torch.add(x, 1, out=x))
    (no_tensor,) = calls_of(lambda: x.dim())

    assert [one.fresh for one in (new, in_place, out, no_tensor)] == [True, False, False, False]


def test_a_call_knows_the_tensors_among_its_arguments():
    a, b, c = torch.ones(1), torch.ones(1), torch.ones(1)

    def work():
        a * b
        torch.add(a, other=c)
        torch.stack([a, b, c])
        torch.cat((a, c))
        torch.ones(1)

    journal = journal_of(work, a=a, b=b, c=c)
    called = {number: name for name, number in journal.names.items()}

    inputs = ["".join(called[one] for one in call.inputs) for call in journal.of(Call)]
    assert inputs == ["ab", "ac", "abc", "ac", ""]


def test_a_call_that_raises_is_not_written():
    def work():
        with pytest.raises(RuntimeError):
            torch.ones(2) @ torch.ones(3)

    assert names_of(work) == ["torch.ones", "torch.ones"]


def test_tensors_of_the_journal_stay_alive_so_that_each_has_a_number_of_its_own():
    def work():
        for _ in range(5):
            torch.ones(1)

    results = itertools.chain.from_iterable(call.results for call in calls_of(work))

    assert len(set(results)) == 5


def test_a_full_journal_takes_no_more_calls(monkeypatch):
    monkeypatch.setattr(recorder, "MAX_CALLS", 3)

    assert names_of(lambda: [torch.ones(1) for _ in range(5)]) == ["torch.ones"] * 3


def test_calls_after_the_block_are_not_written():
    journal = journal_of(lambda: torch.ones(1))
    torch.zeros(1)

    assert [call.name for call in journal.of(Call)] == ["torch.ones"]


def test_a_journal_within_another_leaves_it_whole():
    def work():
        assert names_of(lambda: torch.ones(1).exp_()) == ["torch.ones", "exp_"]
        torch.zeros(1)

    assert names_of(work) == ["torch.ones", "exp_", "torch.zeros"]


def test_calls_are_picked_by_name_in_their_order():
    journal = journal_of(lambda: torch.ones(1).exp().sin().exp_())

    picked = journal.calls(["sin", "exp", "torch.ones"])

    assert [call.name for call in picked] == ["torch.ones", "exp", "sin"]
    assert journal.calls([]) == journal.calls(["cos"]) == []


def test_describing_a_value_is_no_call():
    x = torch.ones(1)

    def work():
        describe([x])
        describe_call("f", (x,), {})

    assert calls_of(work) == []


# -- ways out of the graph -----------------------------------------------------------------------


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
        pytest.param(lambda w: float(w), ("float",), marks=pytest.mark.filterwarnings("ignore")),
        (lambda w: w * 2, ()),
        (lambda w: (w * 2).sum().backward(), ()),
        (lambda w: setattr(w, "data", torch.ones(1)), ()),
        (lambda w: (w.tolist(), w.item(), w.detach(), w.item()), ("detach", "item", "tolist")),
    ],
)
def test_a_way_out_of_the_graph_is_told_by_its_name(work, names):
    w = leaf([2.0])

    assert cuts(journal_of(lambda: work(w), w=w)) == names


def test_what_the_recorder_itself_reads_is_no_way_out():
    w = leaf(1.0)

    def work():
        (4 * w).backward()
        torch.autograd.grad(4 * w, w)

    assert cuts(journal_of(work, w=w)) == ()

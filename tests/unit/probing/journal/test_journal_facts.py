"""Facts about leaves that are handed in and moved by hand, over journals that are written here."""

from __future__ import annotations

import pytest

from autograder.observations import TensorFact
from autograder.probing.journal import (
    Accumulated,
    BackwardStarted,
    Began,
    Call,
    Ended,
    Event,
    GradientArrived,
    Journal,
    LeftTensors,
    Marked,
    OptimizerStepped,
    Written,
    all_kept,
    anything_unrecorded,
    asked_without,
    backward_uncalled,
    by_gradients,
    called,
    called_before_asking,
    detached,
    gradient_by_pass,
    gradient_dropped,
    gradient_left,
    gradients_brought,
    kept,
    larger_than,
    made_trainable,
    marks,
    moved_by_hand,
    no_gradient,
    odd,
    reads_gradient_of_another,
    reads_gradient_of_result,
    signs_of_leaf,
    stays_unrecorded,
    steps_of_leaves,
    sum_unless_by_hand,
    unused,
    uses_gradient,
    written_before_asking,
    written_through,
)

W, V, LOSS, GRADIENT, OTHER = 1, 2, 3, 4, 5
NAMES = {"W": W, "V": V}
ASKED = Call(name="backward", inputs=(LOSS,))
READ = Call(name="grad.__get__", inputs=(W,), results=(GRADIENT,), shape=())


def numbers(*values: float) -> TensorFact:
    return TensorFact("float32", (len(values),), values)


def journal_of(
    *events: Event,
    end: float = 2.0,
    holds: float | None = None,
    held_before: float | None = None,
    raised: bool = False,
    **ended: object,
) -> Journal:
    """A journal of W and V, which begin at 2; W ends at *end*, V stays."""
    before, after = (None if one is None else numbers(one) for one in (held_before, holds))
    began = Began(W, numbers(2.0), holds=before), Began(V, numbers(2.0))
    at_end = Ended(W, numbers(end), holds=after, **ended), Ended(V, numbers(2.0))  # type: ignore[arg-type]
    return Journal((*began, *events, *at_end), NAMES, raised)


def backward(came: float, *, tensor: int = W, at: float = 2.0) -> list[Event]:
    """One pass that brings *tensor* a gradient, which stands at *at*."""
    return [
        BackwardStarted(LOSS),
        GradientArrived(tensor, numbers(came)),
        Accumulated(tensor, numbers(came), numbers(at)),
        ASKED,
    ]


def made(name: str, *inputs: int, result: int = OTHER, **more: object) -> Call:
    return Call(name=name, inputs=inputs, results=(result,), shape=(1,), **more)  # type: ignore[arg-type]


def test_an_input_is_kept_if_all_of_its_numbers_are_as_they_were() -> None:
    facts = kept(journal_of(end=3.0), "W", "V")
    assert facts == {"W.changed": True, "W.kept": None, "V.changed": False, "V.kept": 2.0}


@pytest.mark.parametrize(
    ("journal", "changed", "total"),
    [
        (journal_of(), False, 4.0),
        (journal_of(holds=5.0, held_before=5.0), False, 9.0),
        (journal_of(end=3.0), True, None),
        (journal_of(holds=5.0), True, None),
        (journal_of(held_before=5.0), True, None),
    ],
)
def test_leaves_are_kept_with_their_gradients(
    journal: Journal, changed: bool, total: float | None
) -> None:
    assert all_kept(journal, "W", "V", name="all") == {"all.changed": changed, "all.kept": total}


def test_only_a_leaf_that_requires_grad_was_made_trainable() -> None:
    assert made_trainable(journal_of(), "W") == {"W.requires_grad": True}
    assert made_trainable(journal_of(is_leaf=False), "W") == {"W.requires_grad": False}
    assert made_trainable(journal_of(requires_grad=False), "W") == {"W.requires_grad": False}


def test_what_stands_in_grad_is_shared_among_the_passes_that_brought_something() -> None:
    two = journal_of(*backward(2.0), *backward(4.0), holds=6.0)
    assert gradient_left(two, "W", "V") == {"W.grad": numbers(6.0), "V.grad": None}
    brought = {"W.fresh_gradients": (numbers(2.0), numbers(4.0)), "W.adds_up": False}
    assert gradients_brought(two, "W") == brought
    assert gradient_by_pass(two, "W") == numbers(3.0)
    assert gradient_by_pass(journal_of(holds=6.0), "W") is None
    assert gradient_by_pass(journal_of(*backward(2.0)), "W") is None


def test_a_gradient_that_was_computed_and_is_held_nowhere_was_dropped() -> None:
    assert gradient_dropped(journal_of(*backward(2.0)), "W", "V")
    assert not gradient_dropped(journal_of(*backward(2.0)), "V")
    assert not gradient_dropped(journal_of(*backward(2.0), holds=2.0), "W")
    assert not gradient_dropped(journal_of(), "W", "V")


DETACHED = made("detach", W, gives=frozenset({W}))
DATA = made("data.__get__", W, gives=frozenset({W}))


@pytest.mark.parametrize(
    ("events", "name"),
    [
        ([], "nothing"),
        ([made("mul", W), Written(name="add_", inputs=(OTHER,))], "nothing"),
        ([Written(name="sub_", inputs=(W, GRADIENT), recorded=False)], "no_grad"),
        ([Written(name="__isub__", inputs=(W, GRADIENT))], "requires_grad off"),
        ([Written(name="data.__set__", inputs=(W, OTHER))], ".data ="),
        (
            [
                DATA,
                Written(name="__isub__", inputs=(OTHER,)),
                Written(name="data.__set__", inputs=(W, OTHER)),
            ],
            ".data",
        ),
        ([DETACHED, Written(name="sub_", inputs=(OTHER,))], "detach()"),
        ([DATA, Written(name="__setitem__", inputs=(OTHER,), recorded=False)], ".data"),
        ([DETACHED, DATA, Written(name="sub_", inputs=(W,), recorded=False)], "no_grad"),
        ([OptimizerStepped(9, (W,), (None,), (None,))], "no_grad"),
        ([OptimizerStepped(9, (V,), (None,), (None,))], "nothing"),
    ],
)
def test_the_name_is_told_through_which_a_tensor_was_written_to(
    events: list[Event], name: str
) -> None:
    assert written_through(journal_of(*events), "W") == name


@pytest.mark.parametrize(
    ("events", "true"),
    [
        ([made("mul", W, tracked=True)], {"w.recorded"}),
        (backward(2.0), {"w.recorded"}),
        ([made("clone", W)], {"w.copied"}),
        ([made("mul", W, recorded=False)], {"w.under_no_grad"}),
        ([ASKED], set()),
    ],
)
def test_why_nothing_is_recorded_is_asked_where_nobody_asked(
    events: list[Event], true: set[str]
) -> None:
    facts = stays_unrecorded(journal_of(*events), "W")
    assert {name.replace("W", "w") for name, value in facts.items() if value} == true


def test_a_gradient_of_a_result_is_read_unless_it_was_to_be_kept() -> None:
    result = made("mul", W, tracked=True, of_tracked=True)
    read = Call(name="grad.__get__", inputs=(OTHER,))
    keep = Call(name="retain_grad", inputs=(OTHER,))
    assert reads_gradient_of_result(journal_of(result, read))
    assert not reads_gradient_of_result(journal_of(result, keep, read))
    assert not reads_gradient_of_result(journal_of(result, READ))


UNCALLED = "def f(loss):\n    return loss.backward\n"
USED = "def f(loss):\n    return loss.backward()\n"


def test_where_the_way_to_a_gradient_was_left_stands_partly_in_the_text() -> None:
    silent, asking = journal_of(), journal_of(ASKED)
    assert no_gradient(silent, UNCALLED)["backward.only_named"]
    assert not no_gradient(asking, UNCALLED)["backward.only_named"]
    assert no_gradient(asking, USED)["backward.result_used"]
    assert not no_gradient(silent, USED)["backward.result_used"]
    assert not any(no_gradient(asking, USED, missing=False).values())


def test_a_line_that_only_names_backward_matters_where_nobody_asked() -> None:
    line = "def f(loss):\n    loss.backward\n"
    assert backward_uncalled(journal_of(), line) == {"backward_uncalled": True}
    assert backward_uncalled(journal_of(ASKED), line) == {"backward_uncalled": False}
    assert backward_uncalled(journal_of(), USED) == {"backward_uncalled": False}


def test_backward_uncalled_for_one_tensor_of_several_is_seen_by_its_empty_gradient() -> None:
    line = "loss.backward"
    assert backward_uncalled(journal_of(ASKED), line, "W", "V") == {"backward_uncalled": True}
    held = journal_of(ASKED, holds=2.0)
    assert backward_uncalled(held, line, "W") == {"backward_uncalled": False}


def test_what_is_asked_too_late_was_not_asked_before() -> None:
    keep = Call(name="retain_grad", inputs=(OTHER,))
    assert called_before_asking(journal_of(keep, ASKED), "retain_grad")
    assert not called_before_asking(journal_of(ASKED, keep), "retain_grad")
    assert called(journal_of(ASKED, keep), "retain_grad")


def test_what_is_written_through_any_name_before_asking_is_written_too_early() -> None:
    writes = Written(name="copy_", inputs=(OTHER,), reads=frozenset({W}))
    elsewhere = Written(name="copy_", inputs=(OTHER,), reads=frozenset({V}))
    assert written_before_asking(journal_of(writes, ASKED), "W")
    assert not written_before_asking(journal_of(ASKED, writes), "W")
    assert not written_before_asking(journal_of(elsewhere, ASKED, writes), "W")
    assert not written_before_asking(journal_of(), "W")


def test_each_pass_needs_a_word_of_its_own() -> None:
    word = Marked("height")
    assert not asked_without(journal_of(word, ASKED, word, word, ASKED), "height")
    assert asked_without(journal_of(word, ASKED, ASKED), "height")
    assert asked_without(journal_of(Marked("call"), ASKED), "height")
    assert marks(journal_of(word, ASKED, word), "height") == 2


def test_calls_tell_of_size_recording_and_detaching() -> None:
    three = Call(name="torch.cat", inputs=(W,), results=(OTHER,), shape=(3, 1), tracked=True)
    assert larger_than(journal_of(three), 2)
    assert not larger_than(journal_of(three._replace(tracked=False)), 2)
    assert not larger_than(journal_of(three, made("sum", W)), 3)
    assert anything_unrecorded(journal_of(made("mul", W, recorded=False)))
    assert not anything_unrecorded(journal_of(Written(name="sub_", inputs=(W,), recorded=False)))
    assert detached(journal_of(DETACHED), "W")
    assert not detached(journal_of(DETACHED), "V")


def test_unused_is_what_no_call_took() -> None:
    in_place = Written(name="add_", inputs=(OTHER, W), results=(OTHER,), shape=(3, 1))
    of_a_view = Call(name="mul", inputs=(OTHER,), reads=frozenset({W}), results=(9,), shape=())
    read = LeftTensors(name="tolist", inputs=(W,))
    for use in (made("mul", W), in_place, of_a_view, read):
        assert unused(journal_of(use), "W") == ()
    asked_for_its_shape = Call(name="shape.__get__", inputs=(W,))
    assert unused(journal_of(asked_for_its_shape, made("mul", OTHER)), "W") == ("W",)


@pytest.mark.parametrize(
    ("events", "used"),
    [
        ([READ], False),
        ([READ, Call(name="zero_", inputs=(GRADIENT,))], False),
        ([READ, made("mul", GRADIENT)], True),
        ([READ, made("data.__get__", GRADIENT), made("mul", OTHER)], True),
        ([Call(name="torch.autograd.grad", inputs=(LOSS, W))], True),
        ([made("mul", W)], False),
    ],
)
def test_clearing_a_gradient_is_no_use_of_it(events: list[Event], used: bool) -> None:
    assert uses_gradient(journal_of(*events)) is used


def test_who_moves_without_the_gradient_moves_by_hand() -> None:
    by_hand = journal_of(*backward(1.0), READ, end=3.0)
    assert moved_by_hand(by_hand, "W")
    assert sum_unless_by_hand(by_hand, "W") == {"W.by_gradient": None}
    by_autograd = journal_of(*backward(1.0), READ, made("mul", GRADIENT), end=3.0)
    assert not moved_by_hand(by_autograd, "W")
    assert sum_unless_by_hand(by_autograd, "W") == {"W.by_gradient": 2.0}
    assert sum_unless_by_hand(journal_of(raised=True), "W") == {}


def signs(*events: Event, due: int = 1, source: str = "", **more: object) -> dict[str, object]:
    journal = journal_of(*events, **more)  # type: ignore[arg-type]
    return dict(odd(signs_of_leaf(journal, "W", source, due=due)))


def test_a_right_step_by_hand_has_nothing_odd() -> None:
    assert signs(*backward(1.0), READ, made("mul", GRADIENT), end=1.0) == {}


def test_signs_look_closer_where_a_leaf_stood_still() -> None:
    assert signs(due=2, source="loss.backward") == {
        "backward_uncalled": True,
        "W.stood_still": True,
        "backwards": 0,
    }
    assert signs(*backward(1.0), version=3) == {
        "W.gradient_at_step": "zero",
        "W.stood_still": True,
    }
    empty = OptimizerStepped(9, (W,), (None,), (None,))
    assert signs(*backward(1.0), empty)["W.gradient_at_step"] == "absent"
    untracked = signs(made("mul", W, recorded=False))
    assert untracked["forward_untracked"] is True


def test_signs_tell_exceptions_apart() -> None:
    assert signs(*backward(1.0), raised=True) == {"W.grad_lost": True}
    elsewhere = Call(name="grad.__get__", inputs=(OTHER,))
    assert reads_gradient_of_another(journal_of(elsewhere), "W")
    assert signs(*backward(1.0), elsewhere, raised=True, holds=1.0) == {"W.grad_elsewhere": True}
    later = signs(*backward(1.0), READ, made("mul", GRADIENT), end=1.0, raised=True)
    assert later == {"W.moved_at_first": True}


def test_of_several_leaves_those_are_named_of_which_it_is_true() -> None:
    facts = steps_of_leaves(journal_of(end=3.0), "W", "V", due=3)
    assert facts["by_hand"] == "W"
    assert facts["gradient_missed"] == "nothing"
    assert facts["W.replaced_by"] == "nothing"
    asked = journal_of(*backward(1.0), *backward(1.0), end=1.0)
    assert steps_of_leaves(asked, "W", "V", due=1)["backwards"] == 1
    assert steps_of_leaves(asked, "W", "V", due=1)["stale_gradient"] == "W"
    assert steps_of_leaves(asked, "W", "V", due=1)["gradient_missed"] == "V"


def test_sums_of_several_leaves_are_a_witness_only_if_autograd_was_asked() -> None:
    assert by_gradients(journal_of(ASKED), "W", "V") == {"by_gradient": (2.0, 2.0)}
    assert by_gradients(journal_of(), "W", "V") == {"by_gradient": (None, None)}
    assert by_gradients(journal_of(ASKED, raised=True), "W", "V") == {}

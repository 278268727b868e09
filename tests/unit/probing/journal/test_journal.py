"""Facts over journals that are written here, event by event: no torch runs."""

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
    ModuleCalled,
    ModuleLeft,
    OptimizerStepped,
    Sign,
    Written,
    Zeroed,
    adds_up,
    adds_up_over_steps,
    arrivals,
    backwards,
    begins_untracked,
    cuts,
    detour,
    difference_made,
    flat,
    goes_back_from_a_leaf,
    gradients_at_steps,
    leaf_facts,
    misses,
    odd,
    replaced_by,
    step_before_backward,
    steps,
    training_signs,
    trains,
)
from autograder.probing.journal.book import told_once
from autograder.probing.journal.calls import kind_of

W, LOSS, GRADIENT, NEW, OPTIMIZER, MODEL = 1, 2, 3, 4, 5, 6
NAMES = {"W": W, "optimizer": OPTIMIZER}


def number(value: float) -> TensorFact:
    return TensorFact("float32", (), (value,))


def journal_of(
    *events: Event, start: float = 2.0, end: float = 2.0, raised: bool = False, **ended: object
) -> Journal:
    """A journal of W, which begins at *start*."""
    before, after = Began(W, number(start)), Ended(W, number(end), **ended)  # type: ignore[arg-type]
    return Journal((before, *events, after), NAMES, raised)


def backward(came: float, held: float | None = None, at: float = 2.0) -> list[Event]:
    """One backward pass that brings W a gradient."""
    return [
        BackwardStarted(LOSS),
        GradientArrived(W, number(came)),
        Accumulated(W, number(came if held is None else held), number(at)),
        Call(name="backward", inputs=(LOSS,)),
    ]


def step(after: float | None = 1.0) -> OptimizerStepped:
    held = None if after is None else number(after)
    return OptimizerStepped(OPTIMIZER, (W,), (held,), (held,))


def made(name: str, *inputs: int, result: int = NEW, **more: object) -> Call:
    return Call(name=name, inputs=inputs, results=(result,), shape=(), **more)  # type: ignore[arg-type]


def test_asking_is_counted_once_it_was_answered():
    refused = [BackwardStarted(LOSS)]  # it raised: no call came back

    assert backwards(journal_of(*refused)) == 0
    assert backwards(journal_of(*backward(1.0), Call(name="torch.autograd.grad"))) == 2


@pytest.mark.parametrize(
    ("second", "each_pass", "over_steps"),
    [
        pytest.param(backward(3.0, at=1.0), False, False, id="emptied in between"),
        pytest.param(backward(3.0, 4.0, at=1.0), True, True, id="left there while W moved"),
        pytest.param(backward(3.0, 4.0), True, False, id="micro-batches: W stood still"),
    ],
)
def test_gradients_add_up_where_more_stands_there_than_came(second, each_pass, over_steps):
    journal = journal_of(*backward(1.0), *second)

    assert adds_up(journal, "W") is each_pass
    assert adds_up_over_steps(journal, "W") is over_steps


@pytest.mark.parametrize(
    ("places", "told"),
    [
        pytest.param((2.0, 1.9, 1.6), False, id="each by a tenth of what its pass brought"),
        pytest.param((2.0, 1.9, 1.5), True, id="the second by a tenth of the sum"),
        pytest.param((2.0, 2.0, 2.0), True, id="it stood still"),
    ],
)
def test_adding_up_does_no_harm_where_each_step_is_made_by_what_its_own_pass_brought(places, told):
    start, middle, end = places
    events = [*backward(1.0, at=start), WRITES, *backward(3.0, 4.0, at=middle), WRITES]

    assert steps(journal_of(*events, end=end), "W")["W.adds_up"] is told


def test_gradients_that_are_all_the_same_are_stale_only_where_one_graph_was_gone_through_twice():
    once, anew = backward(1.0), [BackwardStarted(NEW), *backward(1.0, at=1.0)[1:]]

    same_graph = journal_of(*once, WRITES, *backward(1.0, at=1.0), WRITES, end=0.0)
    straight_line = journal_of(*once, WRITES, *anew, WRITES, end=0.0)

    assert steps(same_graph, "W")["stale_gradient"]
    assert not steps(straight_line, "W")["stale_gradient"]


def test_a_step_that_moves_nothing_ends_the_micro_batches_too():
    journal = journal_of(*backward(1.0), step(), *backward(3.0, 4.0))

    assert adds_up_over_steps(journal, "W")


def test_the_rounding_of_a_sum_is_no_addition():
    assert not adds_up(journal_of(*backward(1.0, 1.0 + 1e-7)), "W")


def test_a_pass_that_brings_nothing_misses_the_tensor():
    other = [BackwardStarted(LOSS), Call(name="backward", inputs=(LOSS,))]

    assert arrivals(journal_of(*backward(1.0), *other), "W") == [number(1.0)]
    assert misses(journal_of(*backward(1.0), *other), "W")
    assert not misses(journal_of(*backward(1.0)), "W")


def test_only_gradients_that_came_can_be_flat():
    assert flat(journal_of(*backward(0.0)), (W,))
    assert not flat(journal_of(*backward(0.0), *backward(1.0)), (W,))
    assert not flat(journal_of(), (W,))


def test_going_back_from_a_leaf_counts_where_it_went_through():
    from_leaf = BackwardStarted(NEW, is_leaf=True)

    assert goes_back_from_a_leaf(journal_of(from_leaf, Call(name="backward")))
    assert not goes_back_from_a_leaf(journal_of(from_leaf))
    assert not goes_back_from_a_leaf(journal_of(from_leaf, *backward(1.0)))


def test_the_first_result_tells_whether_the_forward_pass_is_recorded():
    looked = Call(name="grad.__get__", inputs=(W,), results=(NEW,), shape=(), recorded=False)

    assert begins_untracked(journal_of(looked, made("mul", W, recorded=False)), (W,))
    assert not begins_untracked(journal_of(made("mul", W), made("mul", W, recorded=False)), (W,))


def test_ways_out_of_the_graph_are_told_once_and_sorted():
    left = [LeftTensors(name=name) for name in ("item", "detach", "item")]

    assert cuts(journal_of(*left)) == ("detach", "item")


def test_a_difference_replaces_only_what_stood_still():
    differs = made("sub", W, GRADIENT, tracked=True)

    assert difference_made(journal_of(differs), "W") == "a tracked result"
    assert difference_made(journal_of(differs, end=1.0), "W") == "nothing"
    assert difference_made(journal_of(made("mul", W)), "W") == "nothing"


READS = Call(name="grad.__get__", inputs=(W,), results=(GRADIENT,), shape=())


def test_a_result_of_a_tensor_and_its_gradient_takes_its_place():
    scaled = made("mul", GRADIENT, result=7)
    away = made("sub", W, 7, result=8, tracked=True)

    assert replaced_by(journal_of(READS, scaled, away), "W") == "a tracked result"
    assert replaced_by(journal_of(made("sub", W, NEW, result=8)), "W") == "nothing"


def test_what_is_written_back_replaces_nothing():
    away = made("sub", W, GRADIENT, result=8)
    back = Call(
        name="copy_",
        inputs=(W, 8),
        results=(W,),
        reads=frozenset({W}),
        gives=frozenset({W}),
        shape=(),
    )

    assert replaced_by(journal_of(READS, away, back), "W") == "nothing"
    assert replaced_by(journal_of(READS, away), "W") == "an untracked result"


def test_a_copy_is_followed_and_tells_its_way():
    copy = made("detach", W, result=9)
    away = made("sub", 9, GRADIENT, result=8)

    journal = journal_of(READS, copy, away)

    assert replaced_by(journal, "W") == "an untracked result"
    assert detour(journal, "W") == "detach"


def moved_by(*events: Event) -> dict[str, object]:
    return dict(steps(journal_of(*events, end=1.0), "W"))


WRITES = Written(name="sub_", inputs=(W, GRADIENT), reads=frozenset({W}))


@pytest.mark.parametrize(
    ("facts", "amiss"),
    [
        pytest.param(moved_by(*backward(1.0), WRITES), set(), id="sound"),
        pytest.param(moved_by(WRITES), {"by_hand"}, id="autograd was not asked"),
        pytest.param(
            moved_by(*backward(1.0), WRITES, *backward(1.0, at=1.0)), {"stale_gradient"}, id="stale"
        ),
        pytest.param(moved_by(step()), {"by_hand", "step_without_gradient"}, id="no backward"),
        pytest.param(
            dict(steps(journal_of(*backward(1.0), holds=number(1.0)), "W")),
            {"gradient_unused"},
            id="no step",
        ),
        pytest.param(
            dict(steps(journal_of(*backward(1.0), WRITES), "W")),
            {"emptied_too_early"},
            id="emptied",
        ),
        pytest.param(
            dict(steps(journal_of(BackwardStarted(LOSS), Call(name="backward")), "W")),
            {"gradient_missed"},
            id="nothing arrived",
        ),
    ],
)
def test_what_is_amiss_with_a_step_is_told_by_name(facts, amiss):
    assert {name for name, fact in facts.items() if fact is True} == amiss


def test_a_value_that_moves_while_the_counter_stands_still_moves_behind_autograd():
    unnoticed = journal_of(end=1.0)
    noticed = journal_of(end=1.0, version=1)

    assert leaf_facts(unnoticed, "W")["W.behind_autograd"] is True
    assert leaf_facts(noticed, "W")["W.behind_autograd"] is False


def test_a_step_counts_as_early_in_the_call_in_which_it_is_made():
    sound = [Marked("call"), *backward(1.0), step()]

    assert not step_before_backward(journal_of(*sound, *sound))
    assert step_before_backward(journal_of(*sound, Marked("call"), step(), *backward(1.0)))


def test_gradients_at_steps_are_told_in_words():
    journal = journal_of(step(1.0), step(0.0), step(None))

    assert gradients_at_steps(journal) == ("present", "zero", "absent")


@pytest.mark.parametrize(
    ("events", "right"),
    [
        ([ModuleCalled(1, MODEL), ModuleLeft(MODEL)], True),
        ([ModuleCalled(1, MODEL, trains=False, mode="no_grad"), ModuleLeft(MODEL)], True),
        ([ModuleCalled(1, MODEL, trains=False), ModuleLeft(MODEL)], False),
        ([ModuleCalled(1, MODEL), ModuleLeft(MODEL, trains=False)], False),
    ],
)
def test_a_model_trains_in_its_mode_and_is_left_in_it(events, right):
    assert trains(Journal(tuple(events), {"model": MODEL})) is right


def training(*events: Event, end: float = 1.0) -> Journal:
    before, after = Began(W, number(2.0)), Ended(W, number(end))
    names = {"model": MODEL, "model.weight": W, "optimizer": OPTIMIZER}
    return Journal((before, *events, ModuleLeft(MODEL), after), names)


def test_nothing_is_odd_about_a_sound_training():
    one = [Marked("call"), ModuleCalled(1, MODEL), *backward(1.0), step()]

    assert odd(training_signs(training(*one), "loss.backward()", due=1)) == {}


def test_of_a_forgotten_backward_the_whole_road_is_told():
    journal = training(Marked("call"), ModuleCalled(1, MODEL), step(None), end=2.0)

    assert odd(training_signs(journal, "loss.backward", due=1)) == {
        "backward_uncalled": True,
        "backwards": 0,
        "step.before_backward": True,
        "step.gradients": ("absent",),
        "model.stood_still": True,
    }


@pytest.mark.parametrize(
    ("name", "inputs", "kind"),
    [
        ("sub_", (W,), Written),
        ("__setitem__", (W, NEW), Written),
        ("requires_grad_", (W,), Call),
        ("item", (LOSS,), LeftTensors),
        ("grad.__get__", (W,), Call),
        ("grad.__set__", (W, NEW), Call),
        ("grad.__set__", (W,), Zeroed),
        ("zero_", (GRADIENT,), Zeroed),
        ("torch.zero_", (GRADIENT,), Zeroed),
        ("zero_", (NEW,), Written),
        ("mul_", (GRADIENT,), Written),
        ("fill_", (), Call),
    ],
)
def test_calls_are_sorted_by_what_they_were_for(name, inputs, kind):
    assert kind_of(name, inputs, gradients={GRADIENT}) is kind


def test_facts_are_computed_once_of_each_journal():
    asked = []

    @told_once
    def fact(journal: Journal, tensor: str) -> int:
        asked.append(tensor)
        return len(asked)

    one, other = journal_of(), journal_of()

    assert [fact(one, "W"), fact(one, "W"), fact(other, "W"), fact(one, "x")] == [1, 1, 2, 3]


def test_events_of_several_kinds_come_in_their_order():
    events = [
        made("mul", W),
        GradientArrived(W, None),
        Written("sub_", (W,)),
        Accumulated(W, None, None),
    ]
    journal = journal_of(*events)

    assert journal.among(GradientArrived, Call) == tuple(events[:3])
    assert journal.of(Call) == (events[0], events[2])
    assert journal.of(Written) == (events[2],)
    assert journal.of(Marked) == ()


def test_a_sign_is_odd_where_it_is_not_as_usual():
    assert odd([Sign("calm", False), Sign("count", 3, usual=3), Sign("loud", True)]) == {
        "loud": True
    }

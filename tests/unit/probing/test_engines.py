"""Engines of learners, gone back through: here is one that is right, and some that are not."""

from __future__ import annotations

import math

import pytest

from autograder.probing import Engine, watching
from autograder.probing.submission import LearnerError


class Value:
    """Adds and multiplies; each value knows its parts and how much it moves with each of them."""

    def __init__(self, data, parts=()):
        self.data, self.grad, self.parts = data, 0.0, parts

    def __add__(self, other):
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def backward(self, share=1.0):
        self.grad += share
        for part, slope in self.parts:
            part.backward(share * slope)


def test_gradients_come_with_the_numbers_that_they_belong_to():
    engine = Engine(Value, 2.0, 3.0, 5.0)

    # a, b, then the gradients of a, b, d and out: d = ab = 6, out = d·d, so d.grad = 2d.
    assert engine.gradients(lambda a, b: [d := a * b, d * d]) == [2, 3, 36, 24, 12, 1]
    assert engine.gradients(lambda a: [a + a]) == [2, 2, 1]
    assert engine.gradients(lambda a: [a + a], times=2) == [2, 4, 2]
    assert engine.data(lambda a, b: [a + b]) == [5, 2, 3]


def test_values_are_made_only_when_it_is_their_turn():
    made = []

    def second(a, b):
        made.append(a.grad)
        return a + b

    gradients = Engine(Value, 2.0, 3.0).gradients_in_turn(lambda a, b: a * b, second)

    assert gradients == [2, 3, 4, 3]
    assert made == [3]


def test_what_an_engine_raises_is_the_learners():
    engine = Engine(lambda _: object(), 2.0)

    with pytest.raises(LearnerError):
        engine.gradients(lambda a: [a + a])
    assert engine.gradients_or_none(lambda a: [a + a], times=2) is None


def test_gradients_are_noted_until_something_raises():
    with watching() as seen:
        Engine(Value, 2.0).note_gradients(
            seen, {"twice": lambda a: [a + a], "tanh": lambda a: [a.tanh()], "late": lambda a: [a]}
        )

    assert seen.raised
    assert seen.facts["twice"] == (2, 2, 1)
    assert not {"tanh", "late"} & set(seen.facts)


class Patient(Value):
    """With a tanh; what is passed on is each share alone, so the whole in the end."""

    def tanh(self):
        t = math.tanh(self.data)
        return Patient(t, ((self, 1 - t * t),))


class Again(Patient):
    def backward(self, share=1.0):
        self.grad += share
        for part, slope in self.parts:
            part.backward(self.grad * slope)


class Once(Patient):
    passed = False

    def backward(self, share=1.0):
        self.grad += share
        if not self.passed:
            self.passed = True
            for part, slope in self.parts:
                part.backward(share * slope)


def like(kind):
    """Values whose results are of *kind*, too."""

    class Like(kind):
        def __add__(self, other):
            return Like(self.data + other.data, super().__add__(other).parts)

        def __mul__(self, other):
            return Like(self.data * other.data, super().__mul__(other).parts)

        def tanh(self):
            return Like(super().tanh().data, super().tanh().parts)

    return Like


@pytest.mark.parametrize(("kind", "part"), [(Patient, "whole"), (Again, "more"), (Once, "less")])
def test_it_is_seen_how_much_of_a_gradient_is_passed_on_where_roads_meet(kind, part):
    assert Engine(like(kind), -0.5, 1.3).passed_on() == part


def test_where_nothing_arrives_nothing_is_said_of_what_is_passed_on():
    class Silent(Patient):
        def backward(self):
            pass

    assert Engine(like(Silent), 0.5, 1.3).passed_on() is None


def test_results_that_share_a_value_are_gone_back_from_in_turn():
    with watching() as seen:
        Engine(Value, 2.0, 3.0).note_gradients_of_leaves(
            seen, {"shared": lambda a, b: [d := a * b, d * a, d + b]}, results=2
        )

    # d·a = a²b and d + b = ab + b: 2ab + b for a, a² + a + 1 for b.
    assert seen.facts["shared"] == (2, 3, 15, 7)

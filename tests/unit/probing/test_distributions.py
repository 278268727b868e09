"""Drawn numbers are told from others coarsely: what lies within chance is the same word."""

import random

import pytest

from autograder.probing.distributions import ENOUGH, normal_in_words, varied

SCALE = 0.02


def drawn(draw):
    generator = random.Random("distributions")
    return [draw(generator) for _ in range(ENOUGH)]


@pytest.mark.parametrize(
    ("draw", "different"),
    [
        (lambda g: g.gauss(0, SCALE), {}),
        (lambda g: g.gauss(0, SCALE * 1.02), {}),
        (lambda g: g.gauss(0, 1), {"std": "1"}),
        (lambda g: g.gauss(0, SCALE**0.5), {"std": "0.1"}),
        (lambda g: g.gauss(SCALE, SCALE), {"centred": False}),
        (lambda g: g.uniform(-SCALE * 3**0.5, SCALE * 3**0.5), {"bell_shaped": False}),
        (lambda g: g.choice((-SCALE, SCALE)), {"bell_shaped": False, "varied": False}),
    ],
    ids=["normal", "within chance", "unscaled", "variance", "shifted", "uniform", "two numbers"],
)
def test_each_way_of_not_being_normal_shows_in_a_word_of_its_own(draw, different):
    usual = {"std": "0.02", "centred": True, "bell_shaped": True, "varied": True}

    assert normal_in_words(drawn(draw), SCALE) == usual | different


def test_without_numbers_nothing_is_known():
    assert normal_in_words([], SCALE) == {
        "std": None,
        "centred": None,
        "bell_shaped": None,
        "varied": False,
    }


def test_numbers_are_varied_if_most_of_them_occur_once():
    assert varied([1.0, 2.0, 3.0])
    assert not varied([1.0, 1.0, 2.0, 2.0])

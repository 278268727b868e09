"""Hills know where they were read."""

from __future__ import annotations

from autograder.probing import describe
from autograder.probing.hills import hill


def test_a_hill_is_the_function_that_it_was_made_of_and_is_shown_by_its_formula():
    parabola = hill("w -> w²", lambda w: w**2)

    assert parabola(3) == 9.0
    assert "w -> w²" in repr(describe(parabola))


def test_it_tells_whether_it_was_read_one_step_to_either_side():
    parabola = hill("w -> w²", lambda w: w**2)
    parabola.height(0.3 - 0.1)
    assert parabola.read_around(0.3, 0.1) == {"read_around": (False, False, False)}

    parabola(0.3 + 0.1)
    parabola(0.3)
    assert parabola.read_around(0.3, 0.1) == {"read_around": (False, True, True)}

    parabola(0.3 - 0.05)
    parabola(0.3 - 0.1)
    assert parabola.read_around(0.3, 0.1) == {"read_around": (True, False, True)}

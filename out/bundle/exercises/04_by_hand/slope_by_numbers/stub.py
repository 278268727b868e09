from collections.abc import Callable


def slope_by_numbers(f: Callable[[float], float], w: float, h: float) -> float:
    """Estimate the slope of f at w by the central difference with steps of length h.

    f: takes a float and returns a float.
    w: where the slope is wanted.
    h: length of the step to either side, greater than 0.
    """
    # TODO: read f on both sides of w, and compare.
    raise NotImplementedError

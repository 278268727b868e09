from collections.abc import Callable


def slope_by_numbers(f: Callable[[float], float], w: float, h: float) -> float:
    here = f(w)
    forward = (f(w + h) - here) / h
    backward = (here - f(w - h)) / h
    return (forward + backward) / 2

from collections.abc import Callable


def slope_by_numbers(f: Callable[[float], float], w: float, h: float) -> float:
    print((f(w + h) - f(w - h)) / (2 * h))

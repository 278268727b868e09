from collections.abc import Callable


def slope_by_numbers(f: Callable[[float], float], w: float, h: float) -> float:
    behind, ahead = w - h, w + h
    rise = f(ahead) - f(behind)
    return rise / (ahead - behind)

from collections.abc import Callable

def slope_by_numbers(f: Callable[[float], float], w: float, h: float) -> float:
    ahead = f(w + h)
    behind = f(w - h)
    return (ahead - behind) / h

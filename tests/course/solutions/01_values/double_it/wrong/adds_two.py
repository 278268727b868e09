def double_it(x: float) -> float:
    return x + 2

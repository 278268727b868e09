def double_it(x: float) -> float:
    return 2 * x

BOUNDS = [(1e-4, "match"), (1e-2, "look again"), (float("inf"), "mismatch")]


def relative_error(a: float, b: float) -> float:
    if a == 0 and b == 0:
        return 0.0
    difference = a - b if a >= b else b - a
    size = sorted([abs(a), abs(b)])[1]
    return difference / size


def hand_meets_autograd(by_hand: float, by_autograd: float) -> str:
    error = relative_error(by_hand, by_autograd)
    return next(word for bound, word in BOUNDS if error <= bound)

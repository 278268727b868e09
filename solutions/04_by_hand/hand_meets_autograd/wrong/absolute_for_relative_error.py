def relative_error(a: float, b: float) -> float:
    return abs(a - b)


def hand_meets_autograd(by_hand: float, by_autograd: float) -> str:
    error = relative_error(by_hand, by_autograd)
    if error <= 1e-4:
        return "match"
    if error <= 1e-2:
        return "look again"
    return "mismatch"

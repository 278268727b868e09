def relative_error(a: float, b: float) -> float:
    if a == b:
        return 0.0
    return abs(a - b) / max(abs(a), abs(b))


def hand_meets_autograd(by_hand: float, by_autograd: float) -> str:
    error = abs(by_hand - by_autograd)
    if error <= 1e-4:
        return "match"
    if error <= 1e-2:
        return "look again"
    return "mismatch"

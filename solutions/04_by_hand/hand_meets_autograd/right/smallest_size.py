def relative_error(a: float, b: float) -> float:
    return abs(a - b) / max(abs(a), abs(b), 1e-300)


def hand_meets_autograd(by_hand: float, by_autograd: float) -> str:
    error = relative_error(by_autograd, by_hand)
    return "match" if error <= 0.0001 else "look again" if error <= 0.01 else "mismatch"

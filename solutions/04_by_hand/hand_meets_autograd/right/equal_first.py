def relative_error(a: float, b: float) -> float:
    if a == b:
        return 0.0
    return abs(a - b) / max(abs(a), abs(b))


def hand_meets_autograd(by_hand: float, by_autograd: float) -> str:
    error = relative_error(by_hand, by_autograd)
    if error > 1e-2:
        report = "mismatch"
    elif error > 1e-4:
        report = "look again"
    else:
        report = "match"
    return report

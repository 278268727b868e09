def relative_error(a: float, b: float) -> float:
    larger = max(abs(a), abs(b))
    if not larger:
        return 0.0
    return abs(a - b) / larger


def hand_meets_autograd(by_hand: float, by_autograd: float) -> str:
    difference = abs(by_hand - by_autograd)
    larger = max(abs(by_hand), abs(by_autograd))
    if difference <= 1e-4 * larger:
        return "match"
    if difference <= 1e-2 * larger:
        return "look again"
    return "mismatch"

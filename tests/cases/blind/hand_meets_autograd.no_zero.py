def relative_error(a: float, b: float) -> float:
    biggest = max(abs(a), abs(b))

    return abs(a - b) / biggest

def hand_meets_autograd(by_hand: float, by_autograd: float) -> str:
    err = relative_error(by_hand, by_autograd)
    if err <= 1e-4:
        return "match"
    if err <= 1e-2:
        return "look again"
    return "mismatch"

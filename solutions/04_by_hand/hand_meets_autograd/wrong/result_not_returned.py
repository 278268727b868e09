def relative_error(a: float, b: float) -> float:
    larger = max(abs(a), abs(b))
    return abs(a - b) / larger if larger > 0 else 0.0


def hand_meets_autograd(by_hand: float, by_autograd: float) -> str:
    error = relative_error(by_hand, by_autograd)
    if error <= 1e-4:
        print("match")
    elif error <= 1e-2:
        print("look again")
    else:
        print("mismatch")

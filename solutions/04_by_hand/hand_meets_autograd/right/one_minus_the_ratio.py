def relative_error(a: float, b: float) -> float:
    """1 - smaller/larger, with a sign of its own for the smaller."""
    larger, smaller = (a, b) if abs(a) >= abs(b) else (b, a)
    return 1 - smaller / larger if larger else 0.0


def hand_meets_autograd(by_hand: float, by_autograd: float) -> str:
    error = relative_error(by_hand, by_autograd)
    return "match" if error <= 1e-4 else "look again" if error <= 1e-2 else "mismatch"

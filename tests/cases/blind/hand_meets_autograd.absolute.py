def relative_error(a, b):
    return abs(a - b)

def hand_meets_autograd(by_hand, by_autograd):
    e = relative_error(by_hand, by_autograd)
    return "match" if e <= 1e-4 else "look again" if e <= 1e-2 else "mismatch"

def relative_error(a, b):
    if a == 0 and b == 0:
        return 0.0
    return abs(a - b) / max(a, b)

def hand_meets_autograd(by_hand, by_autograd):
    e = relative_error(by_hand, by_autograd)
    if e <= 1e-2:
        return "look again"
    elif e <= 1e-4:
        return "match"
    return "mismatch"

def relative_error(a, b):
    return abs(a - b) / (max(abs(a), abs(b)) + 1e-8)

def hand_meets_autograd(by_hand, by_autograd):
    e = relative_error(by_hand, by_autograd)
    if e <= 1e-4:
        return "match"
    elif e <= 1e-2:
        return "look again"
    else:
        return "mismatch"

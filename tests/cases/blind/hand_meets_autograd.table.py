LETRA = [(1e-4, "match"), (1e-2, "look again"), (float("inf"), "mismatch")]


def relative_error(a, b):
    try:
        return abs(a - b) / max(abs(a), abs(b))
    except ZeroDivisionError:
        return 0.0


def hand_meets_autograd(by_hand, by_autograd):
    hiba = relative_error(by_hand, by_autograd)
    return next(szoveg for hatar, szoveg in LETRA if hiba <= hatar)

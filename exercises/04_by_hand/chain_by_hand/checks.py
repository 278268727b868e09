from autograder.probing import names_autograd, watching


def slopes_follow_the_chain_rule(submission, case):
    # At 1e16 a small step is lost in rounding: only a formula has a slope there. The signs
    # keep w * x + b away from y, so that float32 is exact enough as well.
    size = case.cycle(1.0, 1.0, 1e16, 1.0)
    w = case.choice([-1, 1]) * case.integer(2, 9) * size
    x = case.integer(12, 28) / 10
    b = case.integer(2, 9) * size * (1 if w > 0 else -1)
    y = case.integer(1, 9) * size * (-1 if w > 0 else 1)
    if case.index % 2:
        x, y = -x, -y
    with watching() as seen:
        seen.returned(submission.chain_by_hand(w, b, x, y))
    return _told(seen, submission)


def slopes_hold_at_the_edges(submission, case):
    # Halves are exact in float32 too: a perfect fit is perfect in any order of adding.
    w, b = case.integer(1, 40) / 2, case.integer(1, 40) / 2
    x, missed_by = case.integer(3, 19) / 2, case.integer(3, 59) / 2
    edge = case.cycle("perfect fit", "x = 0", "w = 0", "b = 0")
    if edge == "perfect fit":
        missed_by = 0.0
    elif edge == "x = 0":
        x = 0.0
    elif edge == "w = 0":
        w, x = 0.0, -x
    else:
        b, missed_by = 0.0, -missed_by
    with watching() as seen:
        seen.returned(submission.chain_by_hand(w, b, x, w * x + b - missed_by))
    return _told(seen, submission)


def _told(seen, submission):
    """There is no torch here, so all programs that use it raise the same: what for is a clue."""
    seen.clue("names_autograd", names_autograd(submission.source))
    return seen

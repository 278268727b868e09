from autograder.probing import watched, without_torch


def slopes_follow_the_chain_rule(submission, case):
    # At 1e16 a small step is lost in rounding: only a formula has a slope there. The signs
    # keep w * x + b away from y, so that float32 is exact enough as well.
    sign, size = case.sign(), case.cycle(1.0, 1.0, 1e16, 1.0)
    w, x = sign * case.integer(2, 9) * size, case.integer(12, 28) / 10
    b, y = sign * case.integer(2, 9) * size, -sign * case.integer(1, 9) * size
    turned = case.cycle(1, -1)
    return _answered(submission, w, b, turned * x, turned * y)


def slopes_hold_at_the_edges(submission, case):
    # Halves are exact in float32 too: a perfect fit is perfect in any order of adding.
    w, b = case.integer(1, 40) / 2, case.integer(1, 40) / 2
    x, miss = case.integer(3, 19) / 2, case.integer(3, 59) / 2
    # A perfect fit, x = 0, w = 0, b = 0.
    turns = (w, b, x, 0.0), (w, b, 0.0, miss), (0.0, b, -x, miss), (w, 0.0, x, -miss)
    w, b, x, missed_by = case.cycle(*turns)
    return _answered(submission, w, b, x, w * x + b - missed_by)


def _answered(submission, *numbers):
    seen = watched(submission.chain_by_hand, *numbers)
    return without_torch(seen.judging_unless_raised({"returned": seen.answer}), submission)

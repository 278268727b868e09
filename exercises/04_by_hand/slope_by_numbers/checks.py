import math

from autograder.probing import describe, watched
from autograder.probing.hills import hill


def slope_is_read_on_both_sides(submission, case):
    a, b = case.sign() * case.uniform(0.5, 2), case.uniform(-3, 3)
    f = case.cycle(
        hill(f"w -> {a}·w³ {b:+}·w", lambda w: a * w**3 + b * w),
        hill(f"w -> {a}·w³ + w² {b:+}", lambda w: a * w**3 + w**2 + b),
        hill(f"w -> {a}·|w|", lambda w: a * abs(w)),
        hill(f"w -> {a}·exp(w) {b:+}", lambda w: a * math.exp(w) + b),
    )
    h = case.cycle(0.5, 0.25, 1.0, 0.8)
    w = case.cycle(case.uniform(-2, 2), case.uniform(0.5, 2), h / 4, case.uniform(-1, 1))
    return _estimated(submission, f, w, h)


def parabola_has_its_exact_slope(submission, case):
    a, b = case.sign() * case.uniform(0.5, 3), case.uniform(-3, 3)
    f = hill(f"w -> {a}·w² {b:+}·w", lambda w: a * w**2 + b * w)
    # Far from the top, so that no estimate is right for want of a slope.
    w = round(-b / (2 * a) + case.sign() * case.uniform(0.5, 3), 2)
    return _estimated(submission, f, w, case.cycle(0.5, 10.0, 2.0, 0.1))


def it_beats_the_one_sided_difference(submission, case):
    a, w, h = case.uniform(0.5, 2), case.uniform(0.4, 1.1), case.cycle(0.01, 0.02)
    f, slope = case.cycle(
        (hill(f"w -> {a}·sin(w)", lambda w: a * math.sin(w)), a * math.cos(w)),
        (hill(f"w -> {a} / w", lambda w: a / w), -a / w**2),
        (hill(f"w -> exp({a}·w)", lambda w: math.exp(a * w)), a * math.exp(a * w)),
        (hill(f"w -> {a}·log(w)", lambda w: a * math.log(w)), a / w),
    )
    one_sided = (f.height(w + h) - f.height(w)) / h
    seen = watched(submission.slope_by_numbers, f, w, h)
    estimate = describe(seen.answer)
    is_number = type(estimate) is float
    nearer = is_number and abs(estimate - slope) * 10 <= abs(one_sided - slope)
    seen.judging_unless_raised({"nearer": nearer, "returned": estimate})
    return seen.judging(f.read_around(w, h))


def _estimated(submission, f, w, h):
    seen = watched(submission.slope_by_numbers, f, w, h)
    return seen.judging_unless_raised({"returned": seen.answer}).judging(f.read_around(w, h))

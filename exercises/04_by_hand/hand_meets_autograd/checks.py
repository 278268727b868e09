from autograder.probing import answer_or_none, describe, number_in, plus, watched, watching


def error_is_relative(submission, case):
    sign = case.sign()
    a, b = sign * case.integer(20, 54) / 2, sign * case.integer(56, 90) / 2
    # Near, tiny, huge, of opposite signs, one zero, equal.
    tiny, huge = (a * 2e-30, b * 2e-30), (a * 2e30, b * 2e30)
    a, b = case.cycle((a, b), tiny, huge, (-a, b), (0.0, b), (b, b))
    seen = watched(submission.relative_error, *case.choice([(b, a), (a, b)]))
    return seen.judging_unless_raised({"returned": seen.answer})


def zero_meets_zero(submission, case):
    zeros = case.cycle((0.0, 0.0), (0.0, 0.0), (0.0, -0.0), (-0.0, 0.0))
    number = case.sign() * case.uniform(0.5, 9)
    with watching() as seen:
        if case.index % 2 == 0:
            error = submission.relative_error(*zeros)
            seen.returned(error)
            seen.fact("returned.plus", plus(error, case.uniform(1, 99)))
        else:
            # Together: "mismatch" for zeros alone is another mistake than "mismatch" for all.
            of_equals = submission.hand_meets_autograd(number, number)
            _judging(seen, case, two_reports=(submission.hand_meets_autograd(*zeros), of_equals))
    return seen


def report_follows_the_ladder(submission, case):
    # Times a power of two: at a bound the division is exact, and bare differences are no help.
    at_the_bounds, signs_opposite = [(10_000, 1, 3), (100, 1, 7)], (100, 200, -30)
    size, apart, power = case.cycle(
        *at_the_bounds,
        (10_000, case.integer(2, 9), -80),
        (100, case.integer(2, 9), -24),
        (1_000_000, case.integer(1, 50), 10),
        signs_opposite,
        (10_000, case.integer(20, 90), 14),
        (100, case.integer(20, 60), -20),
    )
    one, other = size * 2.0**power, (size - apart) * 2.0**power
    with watching() as seen:
        both = [submission.hand_meets_autograd(*pair) for pair in ((one, other), (other, one))]
        if (size, apart) == (100, 1):
            # Where rounding brings an error above 1e-2, as in 1 - 0.99, "mismatch" is right as well.
            error = number_in(answer_or_none(lambda: submission.relative_error(one, other)))
            above = type(error) is float and 0.01 < error < 0.01 * (1 + 1e-12)
            both = ["look again" if above and describe(it) == "mismatch" else it for it in both]
        seen.returned(both[0])
        _judging(seen, case, both_orders=both)
    return seen


def _judging(seen, case, **reports):
    """Reports, and a drawn number in place of each: nobody can know beforehand what is seen."""
    numbers = case.number_for("match", "look again", "mismatch")
    drawn = [numbers.get(describe(report)) for both in reports.values() for report in both]
    return seen.judging(reports | {"numbers": drawn})

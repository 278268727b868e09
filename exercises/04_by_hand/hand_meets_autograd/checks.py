from autograder.probing import describe, plus, watching


def error_is_relative(submission, case):
    sign = case.choice([-1, 1])
    a, b = sign * case.integer(20, 54) / 2, sign * case.integer(56, 90) / 2
    # Near, tiny, huge, of opposite signs, one zero, equal.
    a, b = case.cycle((a, b), (a * 2e-9, b * 2e-9), (a * 2e7, b * 2e7), (-a, b), (0.0, b), (b, b))
    with watching() as seen:
        seen.returned(submission.relative_error(*case.choice([(b, a), (a, b)])))
    return seen


def zero_meets_zero(submission, case):
    zeros = case.cycle((0.0, 0.0), (0.0, 0.0), (0.0, -0.0), (-0.0, 0.0))
    number = case.choice([-1, 1]) * case.uniform(0.5, 9)
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
    # Whole numbers times a power of two: at a bound everybody's division is exact. The powers
    # bring the bare difference on another step of the ladder than the relative error.
    size, apart, power = case.cycle(
        (10_000, 1, 3),  # at 1e-4
        (100, 1, 7),  # at 1e-2
        (10_000, case.integer(2, 9), -24),
        (100, case.integer(2, 9), -24),
        (1_000_000, case.integer(1, 50), 10),
        (100, 200, -30),  # the same size with opposite signs
        (10_000, case.integer(20, 90), 14),
        (100, case.integer(20, 60), -20),
    )
    by_hand, by_autograd = size * 2.0**power, (size - apart) * 2.0**power
    with watching() as seen:
        # Swapped first: the last call is the one that feedback shows.
        swapped = submission.hand_meets_autograd(by_autograd, by_hand)
        report = submission.hand_meets_autograd(by_hand, by_autograd)
        seen.returned(report)
        _judging(seen, case, both_orders=(report, swapped))
    return seen


def _judging(seen, case, **reports):
    """Reports, and a drawn number in place of each: nobody can know beforehand what is seen."""
    numbers = case.number_for("match", "look again", "mismatch")
    drawn = [numbers.get(describe(report)) for both in reports.values() for report in both]
    return seen.judging(reports | {"numbers": drawn})

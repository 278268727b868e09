from autograder.probing import Unchanged, plus, watching


def count_is_right_for_both(submission, case):
    readings = _readings(case)
    with watching(Unchanged(readings)) as seen:
        two_values, count, _ = _report(submission.scalar_or_vector(readings))
        seen.fact("two_values", two_values)
        seen.fact("count", count)
        seen.fact("count.plus", plus(count, case.uniform(1, 99)))
    return seen


def mean_is_a_float_for_both(submission, case):
    readings = _readings(case)
    with watching(Unchanged(readings)) as seen:
        two_values, _, mean = _report(submission.scalar_or_vector(readings))
        seen.fact("two_values", two_values)
        seen.fact("mean", mean)
    return seen


def _readings(case):
    shape = case.cycle((), (4,), (1,), (7,))
    if shape:
        case.size("n", 1, 4, 1, 7)
    return case.tensor(*shape, low=4, high=28)


def _report(returned):
    """Whether there are two values, and the two; no type but lists and tuples is looked into."""
    two_values = (type(returned) is list or type(returned) is tuple) and len(returned) == 2
    return (two_values, *(returned if two_values else (None, None)))

from autograder.probing import journaled, plus
from autograder.probing.journal import kept
from autograder.probing.returned import is_list_of, list_of


def count_is_right_for_both(submission, case):
    seen, (count, _) = _reported(submission, case)
    facts = {"count": count, "count.plus": plus(count, case.uniform(1, 99))}
    return seen.judging(facts | kept(seen.journal, "readings"))


def mean_is_a_float_for_both(submission, case):
    seen, (_, mean) = _reported(submission, case)
    return seen.judging({"mean": mean} | kept(seen.journal, "readings"))


def _reported(submission, case):
    shape = case.cycle((), (4,), (1,), (7,))
    if shape:
        case.size("n", 1, 4, 1, 7)
    readings = case.tensor(*shape, low=4, high=28)
    seen, returned = journaled(submission.scalar_or_vector, readings=readings)
    return seen.judging({"two_values": is_list_of(returned, 2)}), list_of(returned, 2)

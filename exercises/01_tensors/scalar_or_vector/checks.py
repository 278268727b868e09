import torch

from autograder.probing import journaled, plus
from autograder.probing.journal import called, kept
from autograder.probing.returned import how_many, list_of


def count_is_right_for_both(submission, case):
    seen, (count, _) = _reported(submission, case)
    facts = {"count": count, "count.plus": plus(count, case.uniform(1, 99))}
    # A scalar that is given an axis is of one entry; so is a vector, by the first of its two.
    asked = called(seen.journal, "ndim.__get__", "dim", "shape.__get__")
    clues = {"asks_for_axes": asked, "adds_an_axis": called(seen.journal, "unsqueeze")}
    return seen.judging(facts | kept(seen.journal, "readings"), clues=clues)


def mean_is_a_float_for_both(submission, case):
    seen, (_, mean) = _reported(submission, case)
    return seen.judging({"mean": mean} | kept(seen.journal, "readings"))


def _reported(submission, case):
    readings = torch.tensor(_readings(case))
    seen, returned = journaled(submission.scalar_or_vector, readings=readings)
    return seen.judging({"how_many": how_many(returned)}), list_of(returned, 2)


def _readings(case):
    """A single reading, several with 0 degrees among them, one, and several of which two are equal."""
    single, several = case.uniform(4, 28), case.floats(5, 4, 28)
    case.size("n", 1, 6, 1, 7)
    return case.cycle(single, [*several, 0.0], [single], [*several, single, single])

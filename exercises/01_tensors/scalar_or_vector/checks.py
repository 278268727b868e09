from autograder.probing import data, journal, journaled, one_run, plus, returned


def count_is_right_for_both(submission, case):
    seen, count, _ = _reported(submission, case)
    seen.judging({"count": count, "count.plus": plus(count, case.uniform(1, 99))})
    # A scalar that is given an axis is of one entry; so is a vector, by the first of its two.
    asked = journal.called(seen.journal, "ndim.__get__", "dim", "shape.__get__")
    adds = journal.called(seen.journal, "unsqueeze")
    seen.with_clues({"asks_for_axes": asked, "adds_an_axis": adds})
    return seen.judging(journal.kept, "readings")


def mean_is_a_float_for_both(submission, case):
    seen, _, mean = _reported(submission, case)
    return seen.judging({"mean": mean}).judging(journal.kept, "readings")


@one_run
def _reported(submission, case):
    # A single reading, several with 0 degrees among them, one, and several of which two are equal.
    single, several = case.uniform(4, 28), case.floats(5, 4, 28)
    readings = case.cycle(single, [*several, 0.0], [single], [*several, single, single])
    case.size("n", 1, 6, 1, 7)
    seen = journaled(submission.scalar_or_vector, readings=data(readings))
    seen.fact("how_many", returned.how_many(seen.answer))
    return seen, *returned.list_of(seen.answer, 2)

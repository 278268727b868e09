from autograder.probing import journal, journaled, number_in, one_run, plus, returned, source


def area_comes_first(submission, case):
    seen = _asked(submission, case)
    area, _ = _pair(seen)
    return seen.judging_unless_raised({"area": area}, way=_way(seen, submission))


def slope_comes_from_the_way_back(submission, case):
    seen = _asked(submission, case)
    _, slope = _pair(seen)
    way = _way(seen, submission, missing=seen.raised or slope is None)
    seen.judging(journal.picked(way, "backward.only_named", "backwards"))
    seen.judging_unless_raised({"slope": slope})
    # A slope by formula is no witness, however right: only one that autograd was asked for.
    witness = plus(slope, case.uniform(1, 99)) if journal.asked(seen.journal) else None
    return seen.judging(way).judging({"slope.plus": witness})


@one_run
def _asked(submission, case):
    # From 2.5 on the slope, twice the side, is neither the area nor the side.
    seen = journaled(submission.first_slope, case.uniform(2.5, 9))
    seen.clue("cuts", journal.cuts(seen.journal))
    seen.clue("unrecorded", journal.anything_unrecorded(seen.journal))
    seen.clue("switched", journal.tracking_switched(seen.journal))
    seen.clue("tracked", journal.made_tracked(seen.journal))
    seen.clue("calls", source.calls_method(submission, "backward"))
    return seen.with_clues(source.tracking_typos(submission))


def _pair(seen):
    """Area and slope as they came back; of anything but a pair, what came stands for both."""
    return returned.list_of(seen.answer, 2, otherwise=seen.answer)


def _way(seen, submission, *, missing=False):
    """By which way the submission came to its slope, or where it left the way."""
    written = seen.journal
    left = journal.no_gradient(written, submission, missing=missing)
    _, slope = _pair(seen)
    return {
        "backward.only_named": left.pop("backward.only_named"),
        "backwards": journal.backwards(written),
        **left,
        "slope.read_too_early": missing and journal.called_before_asking(written, "grad.__get__"),
        "slope.by_formula": None if journal.asked(written) else number_in(slope),
        "backward.starts_at_leaf": journal.goes_back_from_a_leaf(written),
    }

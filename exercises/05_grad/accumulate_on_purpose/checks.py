from autograder.probing import journal, journaled, one_run, plain_numbers


def trays_bring_the_gradient_of_one_big_batch(submission, case):
    seen, way = _baked_afresh(submission, case)
    return seen.judging(way)


def old_gradients_stay_out(submission, case):
    W = case.leaf()
    W.grad = case.tensor(low=5, high=9)  # left there by somebody else
    seen, way = _baked(submission, case, W)
    return seen.judging(way)


def mean_loss_is_a_plain_number(submission, case):
    seen, way = _baked_afresh(submission, case)
    return seen.judging_unless_raised(plain_numbers(seen.answer), way=way)


@one_run
def _baked_afresh(submission, case):
    return _baked(submission, case, case.leaf())


def _baked(submission, case, W):
    """What was seen of one call, and how the trays went through."""
    # Unequal and equal sizes, a single loaf and a single tray among them.
    sizes = case.cycle((3, 1, 2), (5, 5), (4,), (1, 6, 2, 2))
    case.sizes |= {"trays": len(sizes), "N": sum(sizes)}
    trays = [(case.tensor(n), case.tensor(n)) for n in sizes]
    seen = journaled(submission.accumulate_on_purpose, W=W, trays=trays)
    way = {
        "glued": journal.larger_than(seen.journal, max(sizes)),
        "backwards": journal.backwards(seen.journal),
        "backward.misses_W": journal.misses(seen.journal, "W"),
        **journal.kept(seen.journal, "W"),
        **journal.backward_uncalled(seen.journal, submission),
        **journal.gradient_left(seen.journal, "W"),
        "W.requires_grad": seen.journal.after("W").requires_grad,
    }
    share = journal.gradient_by_pass(seen.journal, "W")
    return seen, way if seen.raised else way | {"share_of_a_pass": share}

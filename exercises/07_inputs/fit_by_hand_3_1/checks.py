from autograder.probing import journal, journaled, one_run, plain_numbers


def W_is_trained_by_its_gradient(submission, case):
    seen, signs = _trained(submission, case)
    seen.judging(signs).judging(journal.made_trainable, "X", "y").judging(journal.kept, "X", "y")
    place = journal.leaf_facts(seen.journal, "W")
    # A fused optimizer counts no versions, but that is none of the learner's doing.
    place["W.behind_autograd"] &= not journal.stepped(seen.journal)
    return seen.judging(place).judging(journal.sum_unless_by_hand, "W")


def losses_are_plain_numbers_from_before_each_step(submission, case):
    seen, signs = _trained(submission, case)
    # The way is another claim's; here it tells apart programs that return or raise the same.
    return seen.judging_unless_raised(plain_numbers(seen.answer), way=journal.odd(signs))


@one_run
def _trained(submission, case):
    """What was seen of one call, and how W came to where it is."""
    X, y = case.samples(4, 1, 7, 2)
    W = case.leaf(3, 1, low=-2, high=2)
    lr, steps = case.cycle(0.05, 0.08, 0.1, 0.02), case.cycle(3, 4, 3, 5)
    seen = journaled(submission.fit_by_hand_3_1, X=X, y=y, W=W, lr=lr, steps=steps)
    seen.clue("W.detached", seen.raised and journal.detached(seen.journal, "W"))
    return seen, journal.signs_of_leaf(seen.journal, "W", submission, due=steps)

from autograder.probing import describe, journal, journaled


def list_holds_every_grad(submission, case):
    return _collected(submission, case, case.size("times", 3, 1, 4, 2))


def w_stays_as_it_was(submission, case):
    seen = _collected(submission, case, case.size("times", 5, 9, 6, 12))
    return seen.judging(journal.leaf_facts, "w")


def _collected(submission, case, times):
    # Never near 1 or -1, where sums and powers look alike.
    w, slope = case.leaf(), case.sign() * case.uniform(1.3, 4)
    seen = journaled(submission.grad_adds_up, w=w, slope=slope, times=times)
    collected, asked = describe(seen.answer), journal.asked(seen.journal)
    seen.judging_unless_raised({"returned": collected})
    missing = seen.raised or (type(collected) is tuple and None in collected)
    way = journal.no_gradient(seen.journal, submission, missing=missing)
    seen.judging(journal.picked(way, "backward.only_named", "backward.result_used"))
    # Predicting is as right as running, so how often autograd was asked is only a clue.
    seen.clue("backwards", journal.backwards(seen.journal))
    early = missing and not (asked or way["backward.only_named"])
    return seen.judging({"gradient.read_too_early": early} | way)

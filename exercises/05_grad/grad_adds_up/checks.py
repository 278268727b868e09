from autograder.probing import journaling, leaf
from autograder.probing.journal import asked, backwards, leaf_facts, no_gradient, picked


def list_holds_every_grad(submission, case):
    return _collected(submission, case, case.size("times", 3, 1, 4, 2))


def w_stays_as_it_was(submission, case):
    seen = _collected(submission, case, case.size("times", 5, 9, 6, 12))
    return seen.judging(leaf_facts(seen.journal, "w"))


def _collected(submission, case, times):
    w = leaf(case.uniform(-3, 3))
    # Never near 1 or -1, where sums and powers look alike.
    slope = case.choice([-1, 1]) * case.uniform(1.3, 4)
    with journaling(w=w) as seen:
        seen.returned(submission.grad_adds_up(w, slope, times))
    journal, returned = seen.journal, seen.facts.get("returned")
    missing = seen.raised or (type(returned) is tuple and None in returned)
    way = no_gradient(journal, submission, missing=missing)
    early = missing and not (asked(journal) or way["backward.only_named"])
    seen.judging(picked(way, "backward.only_named", "backward.result_used"))
    # Predicting is as right as running, so how often autograd was asked is only a clue.
    clues = {"backwards": backwards(journal)}
    return seen.judging({"gradient.read_too_early": early} | way, clues=clues)

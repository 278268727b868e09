from autograder.probing import (
    assigns,
    journaling,
    leaf,
    plus,
    read_back,
    shares_memory,
    uses_result,
)
from autograder.probing.journal import asked, cuts, kept, leaf_facts, written_before_asking


def gradient_belongs_to_the_old_settings(submission, case):
    seen, _, _, returned = _set(submission, case)
    was_asked, number = asked(seen.journal), case.uniform(1, 99)
    facts = {
        "autograd.asked": was_asked,
        "returned": returned,
        "returned.plus": plus(returned, number) if was_asked else None,
    }
    return seen if seen.raised else seen.judging(facts)


def settings_change_where_autograd_sees_it(submission, case):
    seen, x, new, _ = _set(submission, case)
    left = leaf_facts(seen.journal, "x")
    facts = {
        **left,
        **kept(seen.journal, "new"),
        "shared_memory": shares_memory(x, new),
        "noticed": None if left["x.behind_autograd"] else left["x"],
        "read_back": read_back((x, new), case.floats(2, 1, 99)),
    }
    clues = {"autograd.asked": asked(seen.journal)}
    return seen if seen.raised else seen.judging(facts, clues=clues)


def _set(submission, case):
    """What was seen of one call, the two tensors, and what it returned."""
    x = leaf(case.tensor(*case.cycle((), (3,), (2, 1), (1,)), low=1, high=4))
    new, returned = case.tensor(*x.shape, low=5, high=12), None
    with journaling(x=x, new=new) as seen:
        returned = submission.silent_alarm(x, new)
    seen.clue("cuts", cuts(seen.journal))
    seen.clue("names_x_anew", assigns(submission, "x"))
    seen.clue("backward.result_used", uses_result(submission, "backward"))
    seen.clue("too_early", written_before_asking(seen.journal, "x"))
    return seen, x, new, returned

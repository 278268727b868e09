from autograder.probing import describe, forget_calls, journaling, leaf, number_in, plus
from autograder.probing.journal import (
    anything_unrecorded,
    asked,
    backwards,
    called,
    leaf_facts,
    reads_gradient_of_result,
)


def each_road_brings_its_share(submission, case):
    # At 1e16 a small step is lost in rounding: only a formula has a slope there.
    w = case.integer(12, 90) / 10 * case.cycle(1.0, 1e16, 1.0, 1e3)
    with journaling() as seen:
        seen.returned(submission.by_hand(w))
    number, fact = case.uniform(1, 99), seen.facts.get("returned")
    shares = fact if type(fact) is tuple and not asked(seen.journal) else ()
    return _judging(seen, {"shares": [plus(share, number) for share in shares]})


def autograd_walks_both_roads(submission, case):
    w = leaf(case.integer(12, 90) / 10)
    with journaling() as seen:
        seen.returned(submission.two_roads(w))
    fact, number = seen.facts.get("returned"), case.uniform(1, 99)
    seen.judging({"gradient.unreturned": fact is None and w.grad is not None})
    return _judging(seen, {"returned.plus": plus(fact, number) if asked(seen.journal) else None})


def both_agree_and_w_is_left_alone(submission, case):
    side = case.integer(12, 90) / 10
    w = leaf(side)
    with journaling(w=w) as seen:
        three = describe(submission.by_hand(side))
        last = three[-1] if type(three) is tuple and three else three
        forget_calls(submission)  # both got the same side; one call is enough to show it
        # Of what kind the number is, another claim says.
        seen.fact("hand_and_autograd", (last, number_in(submission.two_roads(w))))
    return _judging(seen, {}).judging(leaf_facts(seen.journal, "w"))


def _judging(seen, witness):
    """Whether autograd was asked at all; how often is a clue: once for each road is fine."""
    journal = seen.journal
    clues = {
        "backwards": backwards(journal),
        "reads_grad_of_result": reads_gradient_of_result(journal),
        "unrecorded": anything_unrecorded(journal),
        "cuts": called(journal, "detach", "item", "data.__get__"),
        "reads_grad": called(journal, "grad.__get__"),
    }
    seen.judging({"autograd.asked": asked(journal)}, clues=clues)
    return seen if seen.raised else seen.judging(witness)

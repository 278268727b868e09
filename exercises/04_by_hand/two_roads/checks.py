from autograder.probing import describe, forget_calls, journal, journaled, journaling, leaf
from autograder.probing.witnesses import number_in, plus


def each_road_brings_its_share(submission, case):
    # At 1e16 a small step is lost in rounding: only a formula has a slope there.
    seen = journaled(
        submission.by_hand, case.integer(12, 90) / 10 * case.cycle(1.0, 1e16, 1.0, 1e3)
    )
    fact, number = describe(seen.answer), case.uniform(1, 99)
    shares = fact if type(fact) is tuple and not journal.asked(seen.journal) else ()
    seen.judging_unless_raised({"returned": fact})
    return _judging(seen, {"shares": [plus(share, number) for share in shares]})


def autograd_walks_both_roads(submission, case):
    seen = journaled(submission.two_roads, w := leaf(case.integer(12, 90) / 10))
    asked, number = journal.asked(seen.journal), case.uniform(1, 99)
    seen.judging_unless_raised({"returned": seen.answer})
    seen.fact("gradient.unreturned", seen.answer is None and w.grad is not None)
    return _judging(seen, {"returned.plus": plus(seen.answer, number) if asked else None})


def both_agree_and_w_is_left_alone(submission, case):
    w = leaf(side := case.integer(12, 90) / 10)
    with journaling(w=w) as seen:
        three = describe(submission.by_hand(side))
        last = three[-1] if type(three) is tuple and three else three
        forget_calls(submission)  # both got the same side; one call is enough to show it
        # Of what kind the number is, another claim says.
        seen.fact("hand_and_autograd", (last, number_in(submission.two_roads(w))))
    return _judging(seen, {}).judging(journal.leaf_facts, "w")


def _judging(seen, witness):
    """Whether autograd was asked at all; how often is a clue: once for each road is fine."""
    seen.fact("autograd.asked", journal.asked(seen.journal))
    seen.clue("backwards", journal.backwards(seen.journal))
    seen.clue("reads_grad_of_result", journal.reads_gradient_of_result(seen.journal))
    seen.clue("unrecorded", journal.anything_unrecorded(seen.journal))
    seen.clue("cuts", journal.called(seen.journal, "detach", "item", "data.__get__"))
    seen.clue("reads_grad", journal.called(seen.journal, "grad.__get__"))
    return seen.judging_unless_raised(witness)

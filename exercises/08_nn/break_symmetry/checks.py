from autograder.probing import (
    LikeUnits,
    is_plain_tensor,
    near,
    one_run,
    rows_differ,
    source,
    uses,
    watching,
)
from autograder.probing.rules import different_units, gradient_at_hidden_weights


def gradient_before_is_shown(submission, case):
    seen, _, before, after = _repaired(submission, case)
    if seen.raised:
        return seen
    shared = uses.shares_memory(before, after)
    return seen.judging({"one_memory": shared} | ({} if shared else {"before": before}))


def both_weights_become_different_in_place(submission, case):
    number, (seen, network, _, after) = case.uniform(1, 9), _repaired(submission, case)
    if seen.raised:
        return seen
    with seen.asking():
        seen.judging({"parameters_replaced": network.replaced(), "parameters_fit": network.fits})
        if network.fits:
            seen.judged("units", network.as_they_are(), different_units(network.X))
            seen.clue("hidden_moved", not near(network.parameters[0], network.values[0]))
        seen.fact("tracked", all(one.requires_grad for one in network.parameters))
        seen.fact("in_use", [uses.gradient_in_use(one, number) for one in network.parameters])
        seen.clue("after_is_zero", is_plain_tensor(after) and not after.any().item())
    return seen


def gradient_after_is_that_of_the_new_weights(submission, case):
    numbers = case.number_for("different", "alike")
    seen, network, _, after = _repaired(submission, case)
    if seen.raised:
        return seen
    if not network.fits or not is_plain_tensor(after) or after.shape != network.before.shape:
        return seen.judging({"after": after})
    fresh = network.gradient()
    seen.fact("after_has_both", near(after, network.before + fresh) and not near(after, fresh))
    own = gradient_at_hidden_weights(network.X, network.y)
    seen.judged("after_is_theirs", [*network.parameters, after], own)
    differs = rows_differ(after)
    seen.fact("after_differs", differs)
    seen.fact("rows_in_number", numbers["different" if differs else "alike"])
    return seen.with_clues({"after_is_new": not near(after, network.before)})


@one_run
def _repaired(submission, case):
    """What was seen of one call, the network, and the two gradients that came back."""
    network, both = LikeUnits(case), (None, None)
    with watching() as seen:
        seen.clue("backward_uncalled", source.called_without_parentheses(submission, "backward"))
        both = network.repaired(submission.break_symmetry)
        seen.with_clues({"drew": network.drew, "nothing_returned": network.returned is None})
    return seen, network, *both

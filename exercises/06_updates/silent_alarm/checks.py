from autograder.probing import (
    describe,
    journal,
    journaled,
    one_run,
    plus,
    read_back,
    shares_memory,
    source,
)


def gradient_belongs_to_the_old_settings(submission, case):
    seen = _set(submission, case)
    asked = journal.asked(seen.journal)
    witness = plus(seen.answer, case.uniform(1, 99)) if asked else None
    facts = {"autograd.asked": asked, "returned": seen.answer, "returned.plus": witness}
    return seen.judging_unless_raised(facts)


def settings_change_where_autograd_sees_it(submission, case):
    seen = _set(submission, case)
    if seen.raised:
        return seen
    x, new = seen.given.values()
    left = journal.leaf_facts(seen.journal, "x")
    noticed = None if left["x.behind_autograd"] else left["x"]
    seen.clue("autograd.asked", journal.asked(seen.journal))
    seen.judging(left).judging(journal.kept, "new")
    seen.judging({"shared_memory": shares_memory(x, new), "noticed": noticed})
    return seen.judging({"read_back": read_back((x, new), case.floats(2, 1, 99))})


@one_run
def _set(submission, case):
    x = case.leaf(*case.cycle((), (3,), (2, 1), (1,)), low=1, high=4)
    seen = journaled(submission.silent_alarm, x=x, new=case.tensor(*x.shape, low=5, high=12))
    seen.answer = describe(seen.answer)  # before a claim writes into x and new
    seen.clue("cuts", journal.cuts(seen.journal))
    seen.clue("names_x_anew", source.assigns(submission, "x"))
    seen.clue("x.grad.empty", x.grad is None)
    seen.clue("backward.result_used", source.uses_result(submission, "backward"))
    seen.clue("too_early", journal.written_before_asking(seen.journal, "x"))
    return seen

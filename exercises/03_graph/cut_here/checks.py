from autograder.probing import (
    gradient_in_use,
    graphs,
    is_plain_tensor,
    journal,
    journaling,
    one_run,
)
from autograder.probing.going_back import gone_back
from autograder.probing.returned import tracked_in_words


def one_road_leads_back(submission, case):
    seen = _cut_once(submission, case)
    z, x, plain = seen.answer, seen.given["x"], is_plain_tensor(seen.answer)
    seen.fact("roads", graphs.ways_to(z, x) if plain else tracked_in_words(z))
    seen.clue("graph", graphs.canonical_graph(z, {"x": x}) if plain else "")
    seen.draw(z, {"x": x})
    return gone_back(seen, 1.0, x=x)


def cut_changes_no_number(submission, case):
    return _cut_once(submission, case).judging_answer()


def x_stays_as_it_was(submission, case):
    seen = _cut(submission, case, times=2)
    z, x = seen.answer, seen.given["x"]
    # Whoever returns nothing has left x alone, too, but hasn't done anything.
    in_use = is_plain_tensor(z) and gradient_in_use(x, case.uniform(1, 9) * x.detach())
    seen.judging(journal.kept, "x").judging({"x.requires_grad": x.requires_grad})
    by_data = journal.called(seen.journal, "data.__get__")
    return seen.judging({"by_data": by_data, "x.in_use": in_use})


@one_run
def _cut_once(submission, case):
    return _cut(submission, case, times=1)


def _cut(submission, case, times):
    x = case.leaf(*case.cycle((), (3,), (1,), (2, 4)), low=1.2, high=4)
    with journaling(x=x) as seen:
        for _ in range(times):
            seen.answer = submission.cut_here(x)
    # How the cut was tried: programs that leave the same graph differ in it.
    tried = "detach", "detach_", "requires_grad_", "clone", "item", "numpy"
    seen.clue("used", journal.used(seen.journal, *tried))
    return seen.with_clues({"unrecorded": journal.anything_unrecorded(seen.journal)})

from autograder.probing import (
    canonical_graph,
    gradient_in_use,
    is_plain_tensor,
    journaling,
    leaf,
    type_in_words,
)
from autograder.probing.going_back import go_back
from autograder.probing.graphs import ways_to
from autograder.probing.journal import anything_unrecorded, called, kept, used

# Clues to how the cut was tried: programs that leave the same graph differ in them.
_TELLING = ("detach", "detach_", "requires_grad_", "clone", "item", "numpy")


def one_road_leads_back(submission, case):
    seen, z, x = _cut(submission, case)
    plain = is_plain_tensor(z)
    roads = {"roads": ways_to(z, x) if plain else type_in_words(z)}
    seen.judging(roads, clues={"graph": canonical_graph(z, {"x": x}) if plain else ""})
    seen.draw(z, {"x": x})
    with seen.asking():
        go_back(z, 1.0)
    return seen.judging({"x.grad": x.grad})


def cut_changes_no_number(submission, case):
    seen, z, _ = _cut(submission, case)
    return seen.judging({"returned": z})


def x_stays_as_it_was(submission, case):
    seen, z, x = _cut(submission, case, times=2)
    flags = {"x.requires_grad": x.requires_grad, "by_data": called(seen.journal, "data.__get__")}
    # Whoever returns nothing has left x alone, too, but hasn't done anything.
    in_use = is_plain_tensor(z) and gradient_in_use(x, case.uniform(1, 9) * x.detach())
    return seen.judging(kept(seen.journal, "x") | flags | {"x.in_use": in_use})


def _cut(submission, case, times=1):
    x = leaf(case.tensor(*case.cycle((), (3,), (1,), (2, 4)), low=1.2, high=4))
    z = None
    with journaling(x=x) as seen:
        for _ in range(times):
            z = submission.cut_here(x)
    tried = used(seen.journal, *_TELLING)
    clues = {"used": tried, "unrecorded": anything_unrecorded(seen.journal)}
    return seen.judging({}, clues=clues), z, x

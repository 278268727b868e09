import torch

from autograder.probing import drops_result, entries, journaling, leaf, plus
from autograder.probing.journal import (
    called,
    detached,
    detour,
    replaced_by,
    state,
    value,
    written_through,
)

_WAYS = ("no_grad", "detach()", ".data")


def all_three_take_the_same_step(submission, case):
    seen, _, roads = _moved(submission, case)
    for name in "abc":
        place = value(seen.journal, name) | state(seen.journal, name)
        del place[f"{name}.behind_autograd"]  # two of the ways are just that
        seen.judging(place)
    # Many mistakes end in the same exception.
    return seen.judging({"roads": roads}) if seen.raised else seen


def each_takes_its_own_road(submission, case):
    seen, _, roads = _moved(submission, case)
    tolls = case.number_for(*_WAYS)
    through = {"b.detached": detached(seen.journal, "b")}
    return seen.judging(through | {"roads": roads, "tolls": [tolls.get(road) for road in roads]})


def counters_tell_what_was_noticed(submission, case):
    seen, returned, roads = _moved(submission, case)
    if seen.raised:
        return seen.judging({"roads": roads})
    counted, began = entries(returned, 3), [seen.journal.before(name).version for name in "abc"]
    for name, count in zip("abc", counted, strict=True):
        seen.fact(f"{name}.counted", count)
    ended = [plus(count, float(start)) for count, start in zip(counted, began, strict=True)]
    return seen.judging({"counters": ended}, clues={"roads": roads})


def _moved(submission, case):
    """What was seen of one call, what it returned, and through which names it wrote."""
    start = case.tensor(*case.cycle((3, 1), (), (4,), (1,)))
    gradient, lr = case.tensor(*start.shape), case.cycle(0.1, 0.02, 0.3, 0.05)
    leaves, returned = {name: leaf(start) for name in "abc"}, None
    for tensor in leaves.values():
        tensor.grad = gradient.clone()
        with torch.no_grad():
            for _ in range(case.integer(1, 40)):
                tensor.mul_(1)  # counted, though no number changes
    with journaling(**leaves) as seen:
        returned = submission.three_ways(*leaves.values(), lr)
    journal = seen.journal
    for name in "abc":
        seen.fact(f"{name}.replaced_by", replaced_by(journal, name))
        seen.clue(f"{name}.detour", detour(journal, name))
    seen.clue("b.detached", detached(journal, "b"))
    seen.clue("b.detached_for_good", called(journal, "detach_"))
    seen.clue("cloned", called(journal, "clone", "torch.clone"))
    seen.clue("difference_dropped", drops_result(submission.source, "sub", "add"))
    return seen, returned, tuple(written_through(journal, name) for name in "abc")

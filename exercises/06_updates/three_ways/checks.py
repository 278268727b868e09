from autograder.probing import entries, journaling, leaf, plus
from autograder.probing.journal import (
    called,
    changed_elsewhere,
    detached,
    moved,
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
    tolls, through = case.number_for(*_WAYS), detached(seen.journal, "b")
    way = {"b.detached": through, "roads": roads if through else None}
    return seen.judging(way | {"tolls": [tolls.get(road) for road in roads]})


def counters_tell_what_was_noticed(submission, case):
    seen, returned, roads = _moved(submission, case)
    if seen.raised:
        return seen.judging({"roads": roads})
    counted = dict(zip("abc", entries(returned, 3), strict=True))
    seen.judging({f"{name}.counted": count for name, count in counted.items()})
    began = {name: float(seen.journal.before(name).version) for name in counted}
    ended = [plus(count, began[name]) for name, count in counted.items()]
    has_moved = tuple(moved(seen.journal, name) for name in counted)
    return seen.judging({"moved": has_moved, "counters": ended}, clues={"roads": roads})


def _moved(submission, case):
    """What was seen of one call, what it returned, and through which names it wrote."""
    start = case.tensor(*case.cycle((3, 1), (), (4,), (1,)))
    gradient, lr = case.tensor(*start.shape), case.cycle(0.1, 0.02, 0.3, 0.05)
    leaves, returned = {name: leaf(start) for name in "abc"}, None
    for tensor in leaves.values():
        tensor.grad = gradient.clone()
        for _ in range(case.integer(1, 40)):
            tensor.detach().mul_(1)  # counted, though no number changes
    with journaling(**leaves) as seen:
        returned = submission.three_ways(*leaves.values(), lr)
    journal = seen.journal
    of_b = {"detached": detached(journal, "b"), "for_good": called(journal, "detach_")}
    replaced = {f"{name}.replaced_by": replaced_by(journal, name) for name in leaves}
    seen.judging(replaced, clues=of_b | changed_elsewhere(journal, submission, *leaves))
    return seen, returned, tuple(written_through(journal, name) for name in leaves)

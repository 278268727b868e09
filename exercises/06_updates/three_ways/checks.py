from autograder.probing import entries, journal, journaled, leaf, one_run, plus

_WAYS = ("no_grad", "detach()", ".data")


def all_three_take_the_same_step(submission, case):
    seen, roads = _moved(submission, case)
    for name in "abc":
        after = seen.journal.after(name)
        flags = {f"{name}.requires_grad": after.requires_grad, f"{name}.is_leaf": after.is_leaf}
        seen.judging(journal.value, name).judging(flags)
    # Many mistakes end in the same exception.
    return seen.judging({"roads": roads} if seen.raised else {})


def each_takes_its_own_road(submission, case):
    seen, roads = _moved(submission, case)
    tolls, through = case.number_for(*_WAYS), journal.detached(seen.journal, "b")
    seen.judging({"b.detached": through, "roads": roads if through else None})
    return seen.judging({"tolls": [tolls.get(road) for road in roads]})


def counters_tell_what_was_noticed(submission, case):
    seen, roads = _moved(submission, case)
    if seen.raised:
        return seen.judging({"roads": roads})
    counted = dict(zip("abc", entries(seen.answer, 3), strict=True))
    seen.judging({f"{name}.counted": count for name, count in counted.items()})
    began = {name: float(seen.journal.before(name).version) for name in counted}
    ended = [plus(count, began[name]) for name, count in counted.items()]
    has_moved = [journal.moved(seen.journal, name) for name in counted]
    return seen.judging({"moved": has_moved, "counters": ended}, clues={"roads": roads})


@one_run
def _moved(submission, case):
    """What was seen of one call, and through which names it wrote."""
    start = case.tensor(*case.cycle((3, 1), (), (4,), (1,)))
    gradient, lr = case.tensor(*start.shape), case.cycle(0.1, 0.02, 0.3, 0.05)
    leaves = {name: leaf(start) for name in "abc"}
    for tensor in leaves.values():
        tensor.grad = gradient.clone()
        for _ in range(case.integer(1, 40)):
            tensor.detach().mul_(1)  # counted, though no number changes
    seen = journaled(submission.three_ways, **leaves, lr=lr)
    seen.judging({f"{x}.replaced_by": journal.replaced_by(seen.journal, x) for x in leaves})
    seen.clue("detached", journal.detached(seen.journal, "b"))
    seen.clue("for_good", journal.called(seen.journal, "detach_"))
    seen.with_clues(journal.changed_elsewhere, submission, *leaves)
    return seen, tuple(journal.written_through(seen.journal, name) for name in leaves)

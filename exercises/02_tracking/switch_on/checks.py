from autograder.probing import journal, journaling, memory, one_run, read_back, returned, source
from autograder.probing.going_back import mean_in_use

_WAYS = ("requires_grad=True", ".requires_grad = True", ".requires_grad_()")


def three_tensors_hold_the_values(submission, case):
    seen, parts = _switched_on(submission, case)
    seen.judging({"returned": seen.answer, "shared_memory": memory.share_memory(*parts)})
    # Only now, for this writes into them.
    return seen.judging({"read_back": read_back(parts, case.floats(len(parts), 1, 99))})


def all_three_are_trainable_leaves(submission, case):
    seen, parts = _switched_on(submission, case)
    seen.fact("requires_grad", [returned.requires_grad_of(part) for part in parts])
    seen.fact("is_leaf", [returned.is_leaf_of(part) for part in parts])
    return seen.judging({"in_use": [mean_in_use(part, case.uniform(1, 99)) for part in parts]})


def each_was_asked_in_its_own_way(submission, case):
    seen, parts = _switched_on(submission, case)
    ways = [_way(seen.journal, place, part) for place, part in enumerate(parts)]
    # Each is used with the number of its own way.
    numbers = case.number_for(*_WAYS)
    in_use = [mean_in_use(part, numbers.get(way)) for part, way in zip(parts, ways, strict=True)]
    return seen.judging({"ways": ways, "in_use": in_use})


def _way(written, place, part):
    tracked = returned.requires_grad_of(part)
    return journal.switched_on_by(written, f"part {place}") if tracked else "nothing"


@one_run
def _switched_on(submission, case):
    """What was seen, and the entries of what came back, which are "part 0" and so on."""
    values = case.floats(case.size("n", 3, 1, 5, 2))
    with journaling() as seen:
        seen.answer = submission.switch_on(values)
        for place, part in enumerate(returned.parts_of(seen.answer)):
            seen.name(f"part {place}", part)
    return seen.with_clues(source.tracking_typos(submission)), returned.parts_of(seen.answer)

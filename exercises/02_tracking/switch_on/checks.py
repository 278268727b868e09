from autograder.probing import journaling, read_back
from autograder.probing.going_back import mean_in_use
from autograder.probing.journal import switched_on_by
from autograder.probing.memory import share_memory
from autograder.probing.returned import is_leaf_of, parts_of, requires_grad_of
from autograder.probing.source import tracking_typos


def three_tensors_hold_the_values(submission, case):
    seen, returned, parts = _switched_on(submission, case)
    shared, drawn = share_memory(*parts), case.floats(len(parts), 1, 99)
    facts = {"returned": returned, "shared_memory": shared, "read_back": read_back(parts, drawn)}
    return seen.judging(facts)


def all_three_are_trainable_leaves(submission, case):
    seen, _, parts = _switched_on(submission, case)
    facts = {
        "requires_grad": [requires_grad_of(part) for part in parts],
        "is_leaf": [is_leaf_of(part) for part in parts],
        "in_use": [mean_in_use(part, case.uniform(1, 99)) for part in parts],
    }
    return seen.judging(facts)


def each_was_asked_in_its_own_way(submission, case):
    seen, _, parts = _switched_on(submission, case)
    ways = [
        switched_on_by(seen.journal, f"part {place}") if requires_grad_of(part) else "nothing"
        for place, part in enumerate(parts)
    ]
    # Each is used with the number of its own way.
    numbers = case.number_for("requires_grad=True", ".requires_grad = True", ".requires_grad_()")
    in_use = [mean_in_use(part, numbers.get(way)) for part, way in zip(parts, ways, strict=True)]
    return seen.judging({"ways": ways, "in_use": in_use})


def _switched_on(submission, case):
    """What was seen, what came back, and the entries of that, which are "part 0" and so on."""
    returned, values = None, case.floats(case.size("n", 3, 1, 5, 2))
    with journaling() as seen:
        returned = submission.switch_on(values)
        for place, part in enumerate(parts_of(returned)):
            seen.name(f"part {place}", part)
    seen.judging({}, clues=tracking_typos(submission))
    return seen, returned, parts_of(returned)

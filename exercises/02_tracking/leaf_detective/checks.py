from autograder.probing import describe, journaled, journaling, leaf
from autograder.probing.journal import left_alone
from autograder.probing.returned import entry_of, type_as_written

# The expression of each row -> the fact that tells what the table says of it.
_ROWS = {
    "w": "tracked_leaf",
    "x": "untracked_leaf",
    "x * 2": "untracked_product",
    "w * 2": "tracked_product",
    "x @ w": "half_tracked_product",
    "w.detach()": "detached",
    "torch.randn(3, 1, requires_grad=True) * 0.01": "scaled_after_tracking",
    "(torch.randn(3, 1) * 0.01).requires_grad_()": "scaled_before_tracking",
}


def table_of_leaves_is_right(submission, case):
    seen, table = journaled(submission.leaf_detective)
    rows = {fact: entry_of(table, expression) for expression, fact in _ROWS.items()}
    # The table is always the same, so it is asked what drawn numbers its leaves come to.
    drawn = zip(case.floats(len(rows), 1, 99), rows.values(), strict=True)
    leaves = [number for number, is_leaf in drawn if is_leaf is True]
    return seen.judging({"table": type_as_written(table), **rows, "leaves": leaves})


def describe_tells_the_three_kinds_apart(submission, case):
    suspects, kinds = _suspects(case), {}
    with journaling(**suspects) as seen:
        kinds |= {name: describe(submission.describe(one)) for name, one in suspects.items()}
    numbers = case.number_for("parameter", "data", "result")
    told_apart = [numbers.get(kind) for kind in kinds.values()]
    # Side by side, so that it shows when only a filled .grad makes the difference.
    leaves = {"of_parameters": [kinds.pop(name, None) for name in ("fresh", "trained")]}
    alone = left_alone(seen.journal)
    return seen.judging({**leaves, **kinds, "left_alone": alone, "told_apart": told_apart})


def _suspects(case):
    n = case.size("n", 3, 1, 5, 2)
    w, x, trained = leaf(case.tensor(n, 1)), case.tensor(4, n), leaf(case.tensor(n))
    (trained * 2).sum().backward()
    factor = case.uniform(2, 5)
    return {
        "fresh": w,
        "of_data": x,
        "of_result": w * factor,
        "of_mixed_result": x @ w,
        "of_calculated_data": x * factor,
        "of_detached_result": (w * factor).detach(),
        "trained": trained,
    }

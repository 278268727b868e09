from autograder.probing import describe, journal, journaled, journaling, returned

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
    seen = journaled(submission.leaf_detective)
    rows = {fact: returned.entry_of(seen.answer, row) for row, fact in _ROWS.items()}
    seen.judging({"table": returned.type_as_written(seen.answer), **rows})
    # The table is always the same, so it is asked what drawn numbers its leaves come to.
    drawn = zip(case.floats(len(rows), 1, 99), rows.values(), strict=True)
    return seen.judging({"leaves": [number for number, is_leaf in drawn if is_leaf is True]})


def describe_tells_the_three_kinds_apart(submission, case):
    kinds, n = {}, case.size("n", 3, 1, 5, 2)
    w, x, trained = case.leaf(n, 1), case.tensor(4, n), case.leaf(n)
    (trained * 2).sum().backward()
    factor = case.uniform(2, 5)
    suspects = {"fresh": w, "of_data": x, "of_result": w * factor, "of_mixed_result": x @ w}
    suspects |= {"of_calculated_data": x * factor, "of_detached_result": (w * factor).detach()}
    with journaling(**suspects, trained=trained) as seen:
        kinds |= {name: describe(submission.describe(one)) for name, one in seen.given.items()}
    numbers = case.number_for("parameter", "data", "result")
    told_apart = [numbers.get(kind) for kind in kinds.values()]
    # Side by side, so that it shows when only a filled .grad makes the difference.
    seen.fact("of_parameters", [kinds.pop(name, None) for name in ("fresh", "trained")])
    alone = journal.left_alone(seen.journal)
    return seen.judging({**kinds, "left_alone": alone, "told_apart": told_apart})

import torch

from autograder.probing import describe, leaf, type_in_words, watching

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
    with watching() as seen:
        table = submission.leaf_detective()
        # To facts a list and a tuple are the same; here the learner's own word is wanted.
        kinds = {"dict": dict, "list": list}
        kind = next((name for name, kind in kinds.items() if type(table) is kind), None)
        seen.fact("table", kind or type_in_words(table))
        said = [_entry(table, expression) for expression in _ROWS]
        for row, entry in zip(_ROWS.values(), said, strict=True):
            seen.fact(row, entry)
        # The table is always the same, so it is asked what drawn numbers its leaves come to.
        drawn = case.floats(len(said), 1, 99)
        seen.fact("leaves", [n for n, entry in zip(drawn, said, strict=True) if entry is True])
    return seen


def describe_tells_the_three_kinds_apart(submission, case):
    torch.set_grad_enabled(True)  # whatever an earlier call left behind
    suspects = _suspects(case)
    before = _flags(suspects)
    with watching() as seen:
        said = {kind: submission.describe(t) for kind, t in suspects.items()}
        for kind, answer in said.items():
            seen.fact(kind, answer)
        seen.fact("left_alone", _flags(suspects) == before)
        numbers = case.number_for("parameter", "data", "result")
        seen.fact("told_apart", [numbers.get(describe(answer)) for answer in said.values()])
    return seen


def _entry(table, expression):
    """What an ordinary dict says of *expression*; a learner's own keys are never compared."""
    if type(table) is not dict:
        return None
    return next((v for k, v in dict.items(table) if type(k) is str and k == expression), None)


def _suspects(case):
    n = case.size("n", 3, 1, 5, 2)
    w, x = leaf(case.tensor(n, 1)), case.tensor(4, n)
    trained = leaf(case.tensor(n))
    (trained * 2).sum().backward()
    factor = case.uniform(2, 5)
    return {
        "of_parameter": w,
        "of_data": x,
        "of_result": w * factor,
        "of_mixed_result": x @ w,
        "of_calculated_data": x * factor,
        "of_detached_result": (w * factor).detach(),
        "of_trained_parameter": trained,
    }


def _flags(suspects):
    return [(t.requires_grad, t.is_leaf, t._version) for t in suspects.values()]

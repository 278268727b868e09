import torch

from autograder.probing import leaf, type_in_words, watching

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


def table_of_leaves_is_right(submission, case):  # noqa: ARG001 - the table is always the same
    with watching() as seen:
        table = submission.leaf_detective()
        # To facts a list and a tuple are the same; here the learner's own word is wanted.
        kinds = {"dict": dict, "list": list}
        kind = next((name for name, kind in kinds.items() if type(table) is kind), None)
        seen.fact("table", kind or type_in_words(table))
        for expression, row in _ROWS.items():
            seen.fact(row, _entry(table, expression))
    return seen


def describe_tells_the_three_kinds_apart(submission, case):
    torch.set_grad_enabled(True)  # whatever an earlier call left behind
    suspects = _suspects(case)
    before = _flags(suspects)
    with watching() as seen:
        for kind, t in suspects.items():
            seen.fact(kind, submission.describe(t))
        seen.fact("left_alone", _flags(suspects) == before)
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

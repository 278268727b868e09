from autograder.probing import Unchanged, ask, is_plain_tensor, leaf, plus, watching


def each_row_has_its_prediction(submission, case):
    X, W, b = _inputs(case)
    with watching(Unchanged(X), Unchanged(W), Unchanged(b)) as seen:
        seen.returned(submission.linear_3_1(X, W, b))
    return seen


def gradients_reach_weights_and_bias(submission, case):
    X, W, b = _inputs(case)
    W, b = leaf(W), leaf(b)
    with watching() as seen:
        prediction = submission.linear_3_1(X, W, b)
        tracked = is_plain_tensor(prediction) and prediction.requires_grad
        seen.fact("returned.requires_grad", tracked)
        if tracked:
            ask(lambda: prediction.sum().backward())
        seen.fact("W.grad", W.grad)
        seen.fact("b.grad", b.grad)
        seen.fact("b.grad.plus", plus(b.grad, case.uniform(1, 99)))
    return seen


def _inputs(case):
    # With 3 rows X and its transpose have the same shape, and wrong products go through.
    X = case.tensor(case.size("N", 4, 1, 7, 3), 3)
    return X, case.tensor(3, 1), case.tensor(1)

from autograder.probing import brought_by, journaling, leaf, plus
from autograder.probing.journal import kept, unused
from autograder.probing.returned import shape_in_words


def each_row_has_its_prediction(submission, case):
    X, W, b = _inputs(case)
    with journaling(X=X, W=W, b=b) as seen:
        returned = submission.linear_3_1(X, W, b)
        seen.judging({"returned": returned, "shape": shape_in_words(returned)})
    return seen.judging(kept(seen.journal, "X", "W", "b"))


def gradients_reach_weights_and_bias(submission, case):
    X, W, b = _inputs(case)
    W, b = leaf(W), leaf(b)
    with journaling(W=W, b=b) as seen:
        returned = submission.linear_3_1(X, W, b)
        left_out = unused(seen.journal, "W", "b")
        seen.judging(brought_by(returned, W=W, b=b))
        seen.fact("b.grad.plus", plus(b.grad, case.uniform(1, 99)))
        seen.fact("unused", left_out)
    return seen


def _inputs(case):
    # With 3 rows X and its transpose have the same shape, and wrong products go through.
    X = case.tensor(case.size("N", 4, 1, 7, 3), 3)
    return X, case.tensor(3, 1), case.tensor(1)

from autograder.probing import brought_by, journal, journaled, journaling, leaf, plus, returned


def each_row_has_its_prediction(submission, case):
    X, W, b = _inputs(case)
    seen = journaled(submission.linear_3_1, X=X, W=W, b=b)
    shape = returned.shape_in_words(seen.answer)
    seen.judging_unless_raised({"returned": seen.answer, "shape": shape})
    return seen.judging(journal.kept, "X", "W", "b")


def gradients_reach_weights_and_bias(submission, case):
    X, W, b = _inputs(case)
    W, b = leaf(W), leaf(b)
    with journaling(W=W, b=b) as seen:
        prediction = submission.linear_3_1(X, W, b)
        left_out = journal.unused(seen.journal, "W", "b")
        seen.judging(brought_by(prediction, W=W, b=b))
        seen.judging({"b.grad.plus": plus(b.grad, case.uniform(1, 99)), "unused": left_out})
    return seen


def _inputs(case):
    # With 3 rows X and its transpose have the same shape, and wrong products go through.
    X = case.tensor(case.size("N", 4, 1, 7, 3), 3)
    return X, case.tensor(3, 1), case.tensor(1)

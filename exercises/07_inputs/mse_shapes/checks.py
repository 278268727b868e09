from autograder.probing import brought_by, journaling, leaf, plus
from autograder.probing.journal import kept, unused


def error_is_the_mean_of_squares(submission, case):
    prediction, target = _prediction(case), _target(case)
    with journaling(prediction=prediction, target=target) as seen:
        seen.returned(submission.mse_shapes(prediction, target))
    facts = kept(seen.journal, "prediction", "target")
    return seen.judging(facts, clues={"warnings": seen.warnings})


def perfect_prediction_has_no_error(submission, case):
    prediction = _prediction(case)
    target = prediction.clone() if case.index == 2 else prediction.flatten().clone()
    with journaling() as seen:
        returned = submission.mse_shapes(prediction, target)
        seen.returned(returned)
        seen.fact("returned.plus", plus(returned, case.uniform(1, 99)))
    return seen


def backward_can_start_from_it(submission, case):
    W = leaf(case.tensor(3, 1))
    prediction, target = case.tensor(case.size("N", 4, 1, 7, 3), 3) @ W, _target(case)
    with journaling(prediction=prediction, target=target) as seen:
        returned = submission.mse_shapes(prediction, target)
        left_out = unused(seen.journal, "prediction", "target")
        seen.judging(brought_by(returned, W=W) | {"unused": left_out})
    return seen


def _prediction(case):
    return case.tensor(case.size("N", 4, 1, 7, 3), 1)


def _target(case):
    """Both forms, each with several rows and with one."""
    rows = case.sizes["N"]
    return case.tensor(*case.cycle((rows,), (rows,), (rows, 1), (rows,)))

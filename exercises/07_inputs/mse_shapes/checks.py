from autograder.probing import brought_by, journal, journaled, journaling, plus


def error_is_the_mean_of_squares(submission, case):
    prediction, target = case.tensor(case.size("N", 4, 1, 7, 3), 1), _target(case)
    seen = journaled(submission.mse_shapes, prediction=prediction, target=target)
    seen.judging_unless_raised({"returned": seen.answer})
    seen.clue("warnings", seen.warnings)
    return seen.judging(journal.kept, "prediction", "target")


def perfect_prediction_has_no_error(submission, case):
    prediction = case.tensor(case.size("N", 4, 1, 7, 3), 1)
    target = prediction.clone() if case.index == 2 else prediction.flatten().clone()
    seen = journaled(submission.mse_shapes, prediction, target)
    witness = plus(seen.answer, case.uniform(1, 99))
    return seen.judging_unless_raised({"returned": seen.answer, "returned.plus": witness})


def backward_can_start_from_it(submission, case):
    W = case.leaf(3, 1)
    prediction, target = case.tensor(case.size("N", 4, 1, 7, 3), 3) @ W, _target(case)
    with journaling(prediction=prediction, target=target) as seen:
        error = submission.mse_shapes(prediction, target)
        left_out = journal.unused(seen.journal, "prediction", "target")
        seen.judging(brought_by(error, W=W) | {"unused": left_out})
    return seen


def _target(case):
    """Both forms, each with several rows and with one."""
    rows = case.sizes["N"]
    return case.tensor(*case.cycle((rows,), (rows,), (rows, 1), (rows,)))

from autograder.probing import Unchanged, ask, is_plain_tensor, leaf, plus, watching


def error_is_the_mean_of_squares(submission, case):
    prediction, target = _prediction(case), _target(case)
    with watching(Unchanged(prediction), Unchanged(target)) as seen:
        seen.returned(submission.mse_shapes(prediction, target))
    return seen


def perfect_prediction_has_no_error(submission, case):
    prediction = _prediction(case)
    target = prediction.clone() if case.index == 2 else prediction.flatten().clone()
    with watching() as seen:
        returned = submission.mse_shapes(prediction, target)
        seen.returned(returned)
        seen.fact("returned.plus", plus(returned, case.uniform(1, 99)))
    return seen


def backward_can_start_from_it(submission, case):
    W = leaf(case.tensor(3, 1))
    prediction, target = case.tensor(case.size("N", 4, 1, 7, 3), 3) @ W, _target(case)
    with watching() as seen:
        error = submission.mse_shapes(prediction, target)
        tracked = is_plain_tensor(error) and error.requires_grad
        seen.fact("returned.requires_grad", tracked)
        if tracked:
            ask(lambda: error.sum().backward())
        seen.fact("W.grad", W.grad)
    return seen


def _prediction(case):
    return case.tensor(case.size("N", 4, 1, 7, 3), 1)


def _target(case):
    """Both forms, each with several rows and with one."""
    rows = case.sizes["N"]
    return case.tensor(*case.cycle((rows,), (rows,), (rows, 1), (rows,)))

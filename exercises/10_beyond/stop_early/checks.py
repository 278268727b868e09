from autograder.probing import one_run, overfitting, plain_numbers


def training_stops_when_patience_is_over(submission, case):
    seen, task = _trained(submission, case)
    # How the model answered after its last epoch: a drawn number that says where the training ended.
    return seen.judging({"epochs_trained": task.trained, "stopped_at": task.last_loss})


def model_is_left_at_its_best(submission, case):
    seen, task = _trained(submission, case)
    left = {"replaced": task.replaced(), **task.numbers()}
    return seen.judging_unless_raised(left, way={"epochs_trained": task.trained})


def losses_of_the_epochs_are_returned(submission, case):
    seen, task = _trained(submission, case)
    return seen.judging_unless_raised(
        plain_numbers(seen.answer), way={"epochs_trained": task.trained}
    )


@one_run
def _trained(submission, case):
    task = overfitting(case)
    seen = task.run(submission.stop_early)
    # An alias written back and nothing written back leave the same numbers.
    return seen.with_clues({"written_since": task.written_since}), task

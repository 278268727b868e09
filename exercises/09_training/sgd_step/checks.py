from autograder.probing import called_without_parentheses, classification, keeps_graph, regression
from autograder.probing.journal import cut, model_values, odd, training_signs, trains


def optimizer_moves_the_model_by_each_batch(submission, case):
    seen, _ = _trained(submission, regression(case, steps=3))
    return _judging_the_model(seen, submission)


def class_numbers_are_learnt_from_raw_scores(submission, case):
    seen, _ = _trained(submission, classification(case, steps=3))
    return _judging_the_model(seen, submission)


def loss_is_a_plain_number_from_before_the_step(submission, case):
    seen, losses = _trained(submission, regression(case, steps=3))
    how, clues = odd(_signs(seen, submission)), {"cut": cut(seen.journal)}
    if not seen.raised:
        seen.judging({"returned.keeps_graph": keeps_graph(losses), "returned": losses})
    # The road is another claim's business, but where no number came back it tells why.
    if seen.raised or not all(isinstance(loss, float) for loss in losses):
        return seen.judging(how, clues=clues)
    return seen.judging({}, clues=how | clues)


def _trained(submission, training):
    """What was seen of three steps, and what each returned."""
    return training.run(submission.sgd_step), training.returned


def _judging_the_model(seen, submission):
    parameters = model_values(seen.journal)
    seen.judging(_signs(seen, submission)).judging(parameters)
    # These models do the same in both modes, so the mode itself leaves no number behind.
    first = next(iter(parameters.values()))
    trained = first if trains(seen.journal) else None
    return seen.judging({"model.trained": trained}, clues={"cut": cut(seen.journal)})


def _signs(seen, submission):
    uncalled = called_without_parentheses(submission, "backward")
    return training_signs(seen.journal, due=3, uncalled=uncalled)

from autograder.probing import classification, journal, one_run, plain_numbers, regression


def optimizer_moves_the_model_by_each_batch(submission, case):
    return _judging_the_model(_regressed(submission, case), submission)


def class_numbers_are_learnt_from_raw_scores(submission, case):
    seen = classification(case, steps=3).run(submission.sgd_step)
    return _judging_the_model(seen, submission)


def loss_is_a_plain_number_from_before_the_step(submission, case):
    seen = _regressed(submission, case)
    way = journal.odd(journal.training_signs(seen.journal, submission, due=3))
    seen.judging_unless_raised(plain_numbers(seen.answer))
    # The road is another claim's business, but where no number came back it tells why.
    stopped = seen.raised or not all(isinstance(loss, float) for loss in seen.answer)
    noted = seen.judging(way) if stopped else seen.with_clues(way)
    return noted.with_clues({"cut": journal.cut(seen.journal)})


@one_run
def _regressed(submission, case):
    return regression(case, steps=3).run(submission.sgd_step)


def _judging_the_model(seen, submission):
    parameters = journal.model_values(seen.journal)
    seen.judging(journal.training_signs, submission, due=3).judging(parameters)
    # These models do the same in both modes, so the mode itself leaves no number behind.
    first, trains = next(iter(parameters.values())), journal.trains(seen.journal)
    seen.fact("model.trained", first if trains else None)
    return seen.with_clues({"cut": journal.cut(seen.journal)})

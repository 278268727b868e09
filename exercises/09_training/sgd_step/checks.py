from autograder.probing import classification, journal, plain_numbers, regression


def optimizer_moves_the_model_by_each_batch(submission, case):
    return _judging_the_model(regression(case, steps=3), submission)


def class_numbers_are_learnt_from_raw_scores(submission, case):
    return _judging_the_model(classification(case, steps=3), submission)


def loss_is_a_plain_number_from_before_the_step(submission, case):
    seen = regression(case, steps=3).run(submission.sgd_step)
    way = journal.odd(journal.training_signs(seen.journal, submission, due=3))
    seen.judging_unless_raised(plain_numbers(seen.answer))
    # The road is another claim's business, but where no number came back it tells why.
    stopped = seen.raised or not all(isinstance(loss, float) for loss in seen.answer)
    noted = seen.judging(way) if stopped else seen.with_clues(way)
    return noted.with_clues({"cut": journal.cut(seen.journal)})


def _judging_the_model(training, submission):
    seen = training.run(submission.sgd_step)
    parameters = journal.model_values(seen.journal)
    seen.judging(journal.training_signs, submission, due=3).judging(parameters)
    # These models do the same in both modes, so the mode itself leaves no number behind.
    first, trains = next(iter(parameters.values())), journal.trains(seen.journal)
    seen.fact("model.trained", first if trains else None)
    return seen.with_clues({"cut": journal.cut(seen.journal)})

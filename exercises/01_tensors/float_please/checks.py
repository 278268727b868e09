from autograder.probing import going_back, journaled, one_run, returned, source


def numbers_arrive_as_float32(submission, case):
    return _converted(submission, case).judging_answer()


def tensor_is_a_trainable_leaf(submission, case):
    seen = _converted(submission, case)
    return seen.judging(going_back.trainable(seen.answer, case.uniform(1, 99)))


def float32_data_can_train_it(submission, case):
    seen = _converted(submission, case)
    seen.fact("returned.dtype", returned.dtype_in_words(seen.answer))
    data = case.tensor(2, case.sizes["n"])
    return seen.judging({"gradient": going_back.gradient_by_data(seen.answer, data)})


@one_run
def _converted(submission, case):
    numbers = [case.integer(-9, 9) for _ in range(case.size("n", 4, 1, 3, 6))]
    return journaled(submission.float_please, numbers).with_clues(source.tracking_typos(submission))

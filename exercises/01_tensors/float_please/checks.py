from autograder.probing import journaled
from autograder.probing.going_back import gradient_by_data, trainable
from autograder.probing.returned import dtype_in_words
from autograder.probing.source import tracking_typos


def numbers_arrive_as_float32(submission, case):
    seen, returned = _converted(submission, case)
    return seen.judging({"returned": returned})


def tensor_is_a_trainable_leaf(submission, case):
    seen, returned = _converted(submission, case)
    return seen.judging(trainable(returned, case.uniform(1, 99)))


def float32_data_can_train_it(submission, case):
    seen, returned = _converted(submission, case)
    gradient = gradient_by_data(returned, case.tensor(2, case.sizes["n"]))
    return seen.judging({"returned.dtype": dtype_in_words(returned), "gradient": gradient})


def _converted(submission, case):
    numbers = [case.integer(-9, 9) for _ in range(case.size("n", 4, 1, 3, 6))]
    seen, returned = journaled(submission.float_please, numbers)
    return seen.judging({}, clues=tracking_typos(submission)), returned

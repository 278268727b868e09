from autograder.probing import journaled, near_misses
from autograder.probing.going_back import gradient_by_data, mean_in_use
from autograder.probing.returned import dtype_in_words, is_leaf_of, requires_grad_of


def numbers_arrive_as_float32(submission, case):
    seen, returned, _ = _converted(submission, case)
    return seen.judging({"returned": returned})


def tensor_is_a_trainable_leaf(submission, case):
    seen, returned, misspelt = _converted(submission, case)
    facts = {
        "returned.requires_grad": requires_grad_of(returned),
        "returned.is_leaf": is_leaf_of(returned),
        # Of one number: which numbers it holds, and how many, is another claim's matter.
        "returned.in_use": mean_in_use(returned, case.uniform(1, 99)),
    }
    return seen.judging(facts, clues=misspelt)


def float32_data_can_train_it(submission, case):
    seen, returned, misspelt = _converted(submission, case)
    gradient = gradient_by_data(returned, case.tensor(2, case.sizes["n"]))
    facts = {"returned.dtype": dtype_in_words(returned), "gradient": gradient}
    return seen.judging(facts, clues=misspelt)


def _converted(submission, case):
    numbers = [case.integer(-9, 9) for _ in range(case.size("n", 4, 1, 3, 6))]
    seen, returned = journaled(submission.float_please, numbers)
    return seen, returned, {"misspelt": bool(near_misses(submission.source, "requires_grad"))}

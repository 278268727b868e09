from autograder.probing import watching


def result_is_the_mean(submission, case):
    v = case.tensor(case.size("N", 4, 1, 3, 5))
    with watching() as seen:
        seen.returned(submission.average(v))
    return seen

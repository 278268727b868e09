from autograder.probing import watching


def result_is_twice_x(submission, case):
    with watching() as seen:
        seen.returned(submission.double_it(case.uniform(-9, 9)))
    return seen

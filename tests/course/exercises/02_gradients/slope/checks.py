from autograder.probing import leaf, watching


def result_is_the_derivative(submission, case):
    x = leaf(case.uniform(-3, 3))
    with watching() as seen:
        seen.returned(submission.slope(x))
    return seen


def an_earlier_pass_does_not_matter(submission, case):
    x = leaf(case.uniform(-3, 3))
    (x**3).backward()
    with watching() as seen:
        seen.fact("second", submission.slope(x))
    return seen

from autograder.probing import watching


def result_counts_down_to_one(submission, case):
    with watching() as seen:
        seen.returned(submission.count_down(case.integer(3, 12)))
    return seen

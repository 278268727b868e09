from autograder.probing import watching


def result_counts_down_to_one(submission, case):
    with watching() as seen:
        seen.returned(submission.count_down(case.cycle(4, 6, 3)))
    return seen

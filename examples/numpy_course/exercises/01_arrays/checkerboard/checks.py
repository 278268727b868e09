from autograder.probing import watched


def dark_squares_are_every_second_place(submission, case):
    n, dark = case.size("n", 4, 5, 1, 2), case.uniform(0.5, 9)
    return watched(submission.checkerboard, n, dark).judging_answer()

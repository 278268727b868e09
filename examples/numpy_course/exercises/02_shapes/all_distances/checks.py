from autograder.probing import watched


def table_holds_every_distance(submission, case):
    here = case.array(case.size("n", 4, 1, 3, 5), low=-9, high=9)
    there = case.array(case.size("m", 3, 2, 6, 4), low=-9, high=9)
    return watched(submission.all_distances, here, there).judging_answer()

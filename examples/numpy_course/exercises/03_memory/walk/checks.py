from autograder.probing import watched


def every_place_of_the_walk_is_there(submission, case):
    steps = case.array(case.size("n", 5, 1, 8, 3))
    return watched(submission.walk, steps).judging_answer()

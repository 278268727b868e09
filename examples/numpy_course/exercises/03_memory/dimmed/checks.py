from autograder.probing import watched
from autograder.probing.arrays import written_through


def picture_is_half_as_bright(submission, case):
    picture = case.array(case.size("height", 2, 3, 1, 4), 3, low=0.5, high=9)
    return watched(submission.dimmed, picture).judging_answer()


def picture_given_stays_as_it_was(submission, case):
    picture = case.array(case.size("height", 2, 3, 1, 4), 3, low=0.5, high=9)
    seen = watched(submission.dimmed, picture)
    seen.clue("is_the_picture_itself", seen.answer is picture)
    seen.fact("picture", picture)
    return seen.judging(
        {"picture_after_writing": written_through(seen.answer, picture, case.uniform(20, 99))}
    )

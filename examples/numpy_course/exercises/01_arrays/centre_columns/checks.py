from autograder.probing import watched


def columns_have_mean_zero(submission, case):
    table = case.array(case.size("n", 4, 1, 5, 2), 3)
    return watched(submission.centre_columns, table).judging_answer()


def table_stays_as_it_was(submission, case):
    table = case.array(case.size("n", 4, 2, 5, 7), 3)
    seen = watched(submission.centre_columns, table)
    return seen.judging({"table": table})

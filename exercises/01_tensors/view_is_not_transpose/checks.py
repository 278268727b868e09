import torch

from autograder.probing import filled, journal, journaled, one_run, returned


def rows_become_columns(submission, case):
    seen = _turned(submission, case)
    seen.fact("returned.shape", returned.shape_in_words(seen.answer))
    return seen.judging({"returned.filled": filled(seen.answer, case.uniform(1, 99))})


def every_number_keeps_its_place(submission, case):
    seen = _turned(submission, case)
    seen.fact("rows", returned.rows_in(seen.answer))
    seen.fact("returned.dtype", returned.dtype_in_words(seen.answer))
    return seen.judging(journal.kept, "batch")


@one_run
def _turned(submission, case):
    # Not square: there a transpose and a reshape differ in shape or in order.
    rows, columns = case.cycle((2, 3), (4, 2), (1, 5), (3, 4))
    case.sizes["rows"] = rows
    # All numbers differ, so that no wrong place holds the right one.
    counted = torch.arange(rows * columns, dtype=torch.float32)
    batch = (case.integer(1, 5) + case.integer(1, 3) * counted).reshape(rows, columns)
    seen = journaled(submission.view_is_not_transpose, batch=batch)
    # Who swaps and gives batch itself back has lost what the swap gave.
    swapped = journal.axes_swapped(seen.journal)
    lost = {"swap_lost": swapped, "untouched": not swapped}
    return seen.with_clues(lost if seen.answer is batch else {})

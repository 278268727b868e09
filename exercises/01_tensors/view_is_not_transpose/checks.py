import torch

from autograder.probing import filled, journaled
from autograder.probing.journal import axes_swapped, kept
from autograder.probing.returned import dtype_in_words, rows_in, shape_in_words


def rows_become_columns(submission, case):
    seen, returned = _turned(submission, case)
    witness = filled(returned, case.uniform(1, 99))
    return seen.judging({"returned.shape": shape_in_words(returned), "returned.filled": witness})


def every_number_keeps_its_place(submission, case):
    seen, returned = _turned(submission, case)
    numbers = {"rows": rows_in(returned), "returned.dtype": dtype_in_words(returned)}
    return seen.judging(numbers | kept(seen.journal, "batch"))


def _turned(submission, case):
    # Not square: there a transpose and a reshape differ in shape or in order.
    rows, columns = case.cycle((2, 3), (4, 2), (1, 5), (3, 4))
    case.sizes["rows"] = rows
    # All numbers differ, so that no wrong place holds the right one.
    counted = torch.arange(rows * columns, dtype=torch.float32)
    batch = (case.integer(1, 5) + case.integer(1, 3) * counted).reshape(rows, columns)
    seen, returned = journaled(submission.view_is_not_transpose, batch=batch)
    # Who swaps and gives batch itself back has lost what the swap gave.
    swapped = axes_swapped(seen.journal)
    lost = {"swap_lost": swapped, "untouched": not swapped} if returned is batch else {}
    return seen.judging({}, clues=lost), returned

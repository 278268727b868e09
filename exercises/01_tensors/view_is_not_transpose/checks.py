import torch

from autograder.observations import TensorFact
from autograder.probing import Events, Unchanged, describe, type_in_words, watching

# Methods and functions that swap axes, whether or not their result is used.
_SWAPS = ("T.__get__", "mT.__get__", "t", "transpose", "permute", "swapaxes", "swapdims")


def rows_become_columns(submission, case):
    batch = _batch(case)
    with watching() as seen:
        returned = describe(submission.view_is_not_transpose(batch))
        plain = isinstance(returned, TensorFact)
        seen.fact("returned.shape", str(returned.shape) if plain else type_in_words(returned))
    return seen


def every_number_keeps_its_place(submission, case):
    batch = _batch(case)
    events = Events()
    with watching(events, Unchanged(batch)) as seen:
        returned = submission.view_is_not_transpose(batch)
        seen.returned(returned)
        seen.clue("same_object", returned is batch)
    swaps = [event for event in events.log if event.short_name.removeprefix("torch.") in _SWAPS]
    seen.clue("swapped", bool(swaps))
    return seen


def _batch(case):
    # Not square: there a transpose and a reshape differ in shape or in order.
    rows, columns = case.cycle((2, 3), (4, 2), (1, 5), (3, 4))
    case.sizes["rows"] = rows
    # All numbers differ, so that no wrong place holds the right one.
    counted = torch.arange(rows * columns, dtype=torch.float32)
    return (case.integer(1, 5) + case.integer(1, 3) * counted).reshape(rows, columns)

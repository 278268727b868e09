import torch

from autograder.observations import TensorFact
from autograder.probing import Events, Unchanged, describe, filled, type_in_words, watching

# Methods and functions that swap axes, whether or not their result is used.
_SWAPS = ("T.__get__", "mT.__get__", "t", "transpose", "permute", "swapaxes", "swapdims")


def rows_become_columns(submission, case):
    batch, number = _batch(case), case.uniform(1, 99)
    events = Events()
    with watching(events) as seen:
        returned = submission.view_is_not_transpose(batch)
        fact = describe(returned)
        plain = isinstance(fact, TensorFact)
        seen.fact("returned.shape", str(fact.shape) if plain else type_in_words(fact))
        seen.fact("returned.filled", filled(fact, number))
        _note_swaps(seen, events, gives_batch_back=returned is batch)
    return seen


def every_number_keeps_its_place(submission, case):
    batch = _batch(case)
    events = Events()
    with watching(events, Unchanged(batch)) as seen:
        returned = submission.view_is_not_transpose(batch)
        fact = describe(returned)
        plain = isinstance(fact, TensorFact)
        seen.fact("rows", _rows(fact) if plain else type_in_words(fact))
        seen.fact("returned.dtype", fact.dtype if plain else type_in_words(fact))
        _note_swaps(seen, events, gives_batch_back=returned is batch)
    return seen


def _batch(case):
    # Not square: there a transpose and a reshape differ in shape or in order.
    rows, columns = case.cycle((2, 3), (4, 2), (1, 5), (3, 4))
    case.sizes["rows"] = rows
    # All numbers differ, so that no wrong place holds the right one.
    counted = torch.arange(rows * columns, dtype=torch.float32)
    return (case.integer(1, 5) + case.integer(1, 3) * counted).reshape(rows, columns)


def _note_swaps(seen, events, *, gives_batch_back):
    """Who swaps and gives batch itself back has lost what the swap gave."""
    swapped = any(event.short_name.removeprefix("torch.") in _SWAPS for event in events.log)
    seen.clue("swap_lost", gives_batch_back and swapped)
    seen.clue("untouched", gives_batch_back and not swapped)


def _rows(tensor):
    """The numbers row by row, as they would be written down."""
    width = tensor.shape[-1] if tensor.shape else 1
    places = range(0, len(tensor.values), width or 1)
    return [list(tensor.values[place : place + width]) for place in places]

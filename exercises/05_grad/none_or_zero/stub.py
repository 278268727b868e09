from collections.abc import Iterable

import torch
from torch import Tensor


def none_or_zero(params: Iterable[Tensor]) -> float:
    """Return the length of all gradients together, seen as one vector; 0.0 if there are none.

    params: leaves of any shapes, float32, to be walked through once; nothing is changed.
        The .grad of each is None or a tensor of its shape.
    """
    # TODO: sum the squares of all gradients that are there, and take the root.
    raise NotImplementedError

import torch
from torch import Tensor


def who_needs_grad(w: Tensor, x: Tensor, c: Tensor) -> Tensor:
    """Calculate the fares w * x + c, so that the price w can be learnt.

    w: price of a kilometre, shape (), float32, untracked as yet; to be learnt.
    x: kilometres of each ride, shape (n,), float32; data.
    c: fixed charge, shape (), float32; a known constant.
    Returns the fares, shape (n,), tracked.
    """
    # TODO: switch tracking on where it is needed, then calculate and return the fares.
    raise NotImplementedError

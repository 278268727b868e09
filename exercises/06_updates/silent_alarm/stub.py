import torch
from torch import Tensor


def silent_alarm(x: Tensor, new: Tensor) -> Tensor:
    """Return the gradient of the sum of x² at the old x, and set x to new.

    x: trainable leaf of any shape, float32, its .grad still empty; it is changed.
    new: what x is to hold afterwards, same shape, float32, untracked; stays as it is.
    Returns the gradient, of the shape of x.
    """
    y = (x**2).sum()
    # TODO: backward still needs a value that is overwritten here, and no alarm rings. Repair both.
    x.data.copy_(new)
    y.backward()
    return x.grad

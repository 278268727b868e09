from collections.abc import Callable

import torch
from torch import Tensor


def peek_inside(
    warm: Callable[[Tensor], Tensor], judge: Callable[[Tensor], Tensor], w: Tensor
) -> Tensor:
    """Return the gradient of the loss with respect to the air, and leave that of w in w.grad.

    warm: warm(w) is the air, shape (N,).
    judge: judge(air) is the loss, shape ().
    w: trainable leaf, shape (), float32, its .grad still empty; only its .grad is changed.
    Returns: the gradient at the air, shape (N,).
    """
    air = warm(w)
    loss = judge(air)
    loss.backward()
    # TODO: air.grad is None here. See to it that the gradient is still there when you look.
    return air.grad

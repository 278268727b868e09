from collections.abc import Callable

import torch
from torch import Tensor


def grad_of_a_function(
    loss_of_one: Callable[[Tensor, Tensor, Tensor], Tensor], w: Tensor, X: Tensor, y: Tensor
) -> Tensor:
    """Return the gradient of each sample's own loss with respect to w.

    loss_of_one: loss_of_one(w, x, t) is the loss of one sample, shape ().
    w: the weights, shape (D,), float32, untracked; not changed.
    X: the samples, shape (N, D), float32.
    y: their targets, shape (N,), float32.
    Returns: a row for each sample, shape (N, D).
    """
    # TODO: this is the gradient of the first sample alone. Make a function for all samples at once.
    return torch.func.grad(loss_of_one)(w, X[0], y[0])

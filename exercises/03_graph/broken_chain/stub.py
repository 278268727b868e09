import math

import torch
from torch import Tensor

# TODO: each of these four functions cuts the graph. Join it again, in all four.


def stretch(w: Tensor, x: Tensor) -> Tensor:
    """Return w · x, shape (N,), and pass the gradient on to w.

    w: leaf that requires grad, shape (), float32.
    x: untracked data, shape (N,), float32.
    """
    factor = w.item()
    return factor * x


def bend(v: Tensor) -> Tensor:
    """Return the tanh of every element of v, shape (N,), and pass the gradient on to v."""
    return torch.tensor([math.tanh(element) for element in v])


def miss(prediction: Tensor, y: Tensor) -> Tensor:
    """Return prediction − y, shape (N,), and pass the gradient on to prediction."""
    return torch.from_numpy(prediction.numpy() - y.numpy())


def broken_chain(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Return the mean of the squared misses, shape (); its graph leads back to w."""
    misses = miss(bend(stretch(w, x)), y)
    return torch.tensor((misses**2).mean(), requires_grad=True)

import torch
from torch import Tensor


def downhill_1d(w: Tensor, lr: float, steps: int) -> list[float | Tensor]:
    """Minimise (w - 3)² by gradient descent, in place, and return all places of w.

    w: trainable leaf of shape (), float32, with an empty w.grad; it is moved.
    lr: learning rate, the length of a step per unit of slope.
    steps: how many steps to make.
    Returns steps + 1 places: the one before the first step, then the one after each.
    """
    # TODO: walk down step by step, and keep a photo of every place.
    raise NotImplementedError

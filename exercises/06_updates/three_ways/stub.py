import torch
from torch import Tensor


def three_ways(a: Tensor, b: Tensor, c: Tensor, lr: float) -> list[int]:
    """Make the same step in three ways and tell how many changes autograd noticed in each.

    a, b, c: trainable leaves of one shape, float32, with equal values and equal .grad;
        moved under no_grad, through detach() and through .data.
    lr: learning rate, the length of the step per unit of gradient.
    Returns by how much the _version of a, b and c has gone up.
    """
    # TODO: read the counters, make the three steps, read the counters again.
    raise NotImplementedError

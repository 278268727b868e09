import torch
from torch import Tensor


def branch_and_loop(x: Tensor, w: Tensor) -> Tensor:
    """Return the height of the last bounce of a ball that falls from x metres.

    x: untracked data, shape (), float32, greater than 0.
    w: leaf that requires grad, shape (), float32, between 0 and 1.
    Returns a tensor of shape (), float32, with the graph of this very fall behind it.
    """
    # TODO: the first landing, then bounces as long as the ball flies higher than 1.
    raise NotImplementedError

from collections.abc import Callable

import torch
from torch import Tensor


def second_trip(
    height: Callable[[Tensor], Tensor], W: Tensor, lr: float, steps: int
) -> list[float]:
    """Walk W downhill in place, and return the height of each step, taken before W moves.

    height: height(W) is the height at W, shape (), with its graph.
    W: trainable leaf, shape (N,), float32, its .grad still empty; it is changed.
    lr: learning rate, the length of a step per unit of gradient.
    steps: how many steps to make.
    """
    heights = []
    here = height(W)
    for _ in range(steps):
        # TODO: the first step works, the second raises. Give every trip back a graph of its own.
        W.grad = None
        here.backward()
        with torch.no_grad():
            W -= lr * W.grad
        heights.append(here.item())
    return heights

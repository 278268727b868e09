import torch
from torch import Tensor


def rebind_trap(W: Tensor, lr: float, steps: int) -> Tensor:
    """Minimise the sum of (W - 1)² by steps of gradient descent, in place, and return W itself.

    W: trainable leaf of any shape, float32, its .grad still empty; it is changed and returned.
    lr: learning rate, the length of a step per unit of gradient.
    steps: how many steps to make.
    """
    for _ in range(steps):
        W.grad = None
        loss = ((W - 1) ** 2).sum()
        loss.backward()
        # TODO: after the first step something else is called W. Repair the step.
        W = W - lr * W.grad
    return W

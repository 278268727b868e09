import torch
from torch import Tensor


def zero_it(W: Tensor, x: Tensor, y: Tensor, lr: float, steps: int) -> list[float]:
    """Train W in place, and return the loss of each step, taken before W moves.

    W: trainable leaf, shape () or (1,), float32, its .grad still empty; it is changed.
    x, y: inputs and targets, shape (N,), float32, untracked.
    lr: learning rate, the length of a step per unit of gradient.
    steps: how many steps to make.
    """
    losses = []
    for _ in range(steps):
        # TODO: this loop runs, but from the second step on W goes the wrong distance. Repair it.
        loss = ((W * x - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            W -= lr * W.grad
        losses.append(loss.item())
    return losses

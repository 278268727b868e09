import torch
from torch import Tensor


def zero_where(W: Tensor, x: Tensor, y: Tensor, optimizer: torch.optim.Optimizer) -> float:
    """Make one training step, and return the loss from before W moves.

    W: trainable leaf, shape (), float32; the optimizer moves it.
    x, y: inputs and targets, shape (N,), float32, untracked.
    optimizer: holds W; step() moves W by W.grad, zero_grad() empties W.grad.
    """
    # TODO: these lines are right, their order is not. Move them about until W learns.
    optimizer.step()
    loss = ((W * x - y) ** 2).mean()
    loss.backward()
    optimizer.zero_grad()
    return loss.item()

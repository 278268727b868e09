import torch
from torch import Tensor


def zero_where(W: Tensor, x: Tensor, y: Tensor, optimizer: torch.optim.Optimizer) -> float:
    loss = (W * x - y).square().mean()
    before = loss.item()
    (W.grad,) = torch.autograd.grad(loss, W)
    optimizer.step()
    return before

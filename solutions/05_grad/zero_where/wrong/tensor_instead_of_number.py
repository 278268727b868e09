import torch
from torch import Tensor


def zero_where(W: Tensor, x: Tensor, y: Tensor, optimizer: torch.optim.Optimizer) -> float:
    optimizer.zero_grad()
    loss = ((W * x - y) ** 2).mean()
    loss.backward()
    optimizer.step()
    return loss.detach()

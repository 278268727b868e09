import torch
from torch import Tensor


def zero_where(W: Tensor, x: Tensor, y: Tensor, optimizer: torch.optim.Optimizer) -> float:
    optimizer.zero_grad()
    ((W * x - y) ** 2).mean().backward()
    optimizer.step()
    loss = ((W * x - y) ** 2).mean()
    return loss.item()

import torch
from torch import Tensor


def rebind_trap(W: Tensor, lr: float, steps: int) -> Tensor:
    optimizer = torch.optim.SGD([W], lr=lr)
    for _ in range(steps):
        optimizer.zero_grad()
        loss = ((W - 1) ** 2).sum()
        loss.backward()
        optimizer.step()
    return W

import torch
from torch import Tensor


def step(w: Tensor, lr: float) -> None:
    optimizer = torch.optim.SGD([w], lr=lr)
    optimizer.step()

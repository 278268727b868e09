import torch
from torch import Tensor


def step_no_grad(W: Tensor, lr: float) -> None:
    torch.optim.SGD([W], lr=lr).step()

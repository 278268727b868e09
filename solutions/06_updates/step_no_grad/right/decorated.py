import torch
from torch import Tensor


@torch.no_grad()
def step_no_grad(W: Tensor, lr: float) -> None:
    W -= W.grad * lr

import torch
from torch import Tensor


def step_no_grad(W: Tensor, lr: float) -> None:
    moved = W.detach().clone()
    moved -= lr * W.grad

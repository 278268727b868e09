import torch
from torch import Tensor


def step_no_grad(W: Tensor, lr: float) -> None:
    W.grad.zero_()
    with torch.no_grad():
        W -= lr * W.grad

import torch
from torch import Tensor


def step(w: Tensor, lr: float) -> None:
    with torch.no_grad():
        w -= lr * w.grad

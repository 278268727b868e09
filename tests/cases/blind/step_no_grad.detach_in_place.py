import torch
from torch import Tensor

def step_no_grad(W: Tensor, lr: float) -> None:
    plain = W.detach()
    plain -= lr * W.grad

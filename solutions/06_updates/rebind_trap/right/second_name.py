import torch
from torch import Tensor


def rebind_trap(W: Tensor, lr: float, steps: int) -> Tensor:
    parameter = W
    for _ in range(steps):
        error = parameter - 1
        torch.sum(error * error).backward()
        parameter.requires_grad_(False)
        parameter -= lr * parameter.grad
        parameter.requires_grad_(True)
        parameter.grad = None
    return parameter

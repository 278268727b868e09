import torch
from torch import Tensor


def rebind_trap(W: Tensor, lr: float, steps: int) -> Tensor:
    for _ in range(steps):
        with torch.no_grad():
            W -= lr * 2 * (W - 1)
    return W

import torch
from torch import Tensor

def second_trip(height, W: Tensor, lr: float, steps: int) -> list[float]:
    heights = []
    for _ in range(steps):
        here = height(W)
        W.grad = None
        here.backward()
        with torch.no_grad():
            W -= lr * W.grad
        heights.append(here.item())
    return heights

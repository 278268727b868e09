import torch
from torch import Tensor

def second_trip(height, W, lr, steps):
    heights = []
    here = height(W)
    for _ in range(steps):
        W.grad = None
        here.backward()
        with torch.no_grad():
            W -= lr * W.grad
            heights.append(here.item())
            here = height(W)
    return heights

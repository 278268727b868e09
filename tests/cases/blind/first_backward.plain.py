import torch
from torch import Tensor

def first_backward(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    L = (w * x - y) ** 2
    L.backward()
    return w.grad

import torch
from torch import Tensor


def slope(x: Tensor) -> Tensor:
    y = torch.tensor(x.item() ** 3)
    y.backward()
    return x.grad

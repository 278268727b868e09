import torch
from torch import Tensor


def stretch(w: Tensor, x: Tensor) -> Tensor:
    return torch.stack([w * element for element in x])


def bend(v: Tensor) -> Tensor:
    return torch.stack([torch.tanh(element) for element in v])


def miss(prediction: Tensor, y: Tensor) -> Tensor:
    return torch.stack([p - t for p, t in zip(prediction, y, strict=True)])


def broken_chain(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    total = 0
    for error in miss(bend(stretch(w, x)), y):
        total = total + error * error
    return total / len(y)

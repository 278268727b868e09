import math

import torch
from torch import Tensor


def stretch(w: Tensor, x: Tensor) -> Tensor:
    factor = w.item()
    return factor * x


def bend(v: Tensor) -> Tensor:
    return torch.tensor([math.tanh(element) for element in v])


def miss(prediction: Tensor, y: Tensor) -> Tensor:
    return torch.from_numpy(prediction.numpy() - y.numpy())


def broken_chain(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    misses = miss(bend(stretch(w, x)), y)
    return torch.tensor((misses**2).mean(), requires_grad=True)

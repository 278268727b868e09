import torch
from torch import Tensor


def stretch(w: Tensor, x: Tensor) -> Tensor:
    return torch.mul(x, w)


def bend(v: Tensor) -> Tensor:
    return v.tanh()


def miss(prediction: Tensor, y: Tensor) -> Tensor:
    return torch.sub(prediction, y)


def broken_chain(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    prediction = bend(stretch(w, x))
    return torch.nn.functional.mse_loss(prediction, y)

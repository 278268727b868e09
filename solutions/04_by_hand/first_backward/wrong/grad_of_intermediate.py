import torch
from torch import Tensor


def first_backward(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    prediction = w * x
    loss = (prediction - y) ** 2
    loss.backward()
    return prediction.grad

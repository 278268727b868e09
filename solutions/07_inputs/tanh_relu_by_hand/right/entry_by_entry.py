import math

import torch
from torch import Tensor


def tanh_relu_by_hand(x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    tanh, tanh_slope, relu, relu_slope = [], [], [], []
    for value in x.tolist():
        tanh.append(math.tanh(value))
        tanh_slope.append(1 / math.cosh(value) ** 2)
        relu.append(value if value > 0 else 0.0)
        relu_slope.append(1.0 if value > 0 else 0.0)
    return (
        torch.tensor(tanh),
        torch.tensor(tanh_slope),
        torch.tensor(relu),
        torch.tensor(relu_slope),
    )

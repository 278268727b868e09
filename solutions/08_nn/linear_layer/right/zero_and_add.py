import torch
from torch import Tensor, nn


def linear_layer(W: Tensor, b: Tensor, X: Tensor) -> tuple[nn.Linear, Tensor]:
    layer = nn.Linear(W.size(0), W.size(1))
    for parameter, value in zip(layer.parameters(), (W.T, b), strict=True):
        values = parameter.detach()
        values.zero_()
        values += value.detach()
    weight, bias = layer.parameters()
    return layer, (weight @ X.T).T + bias

import torch
from torch import Tensor, nn


def linear_layer(W: Tensor, b: Tensor, X: Tensor) -> tuple[nn.Linear, Tensor]:
    layer = nn.Linear(W.shape[0], W.shape[1])
    with torch.no_grad():
        layer.weight.copy_(W.T)
        layer.bias.copy_(b)
    return layer, X @ layer.weight.T + b

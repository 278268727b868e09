import torch
from torch import Tensor, nn

def linear_layer(W, b, X):
    layer = nn.Linear(W.shape[1], W.shape[0])
    with torch.no_grad():
        layer.weight.copy_(W)
    layer.bias = nn.Parameter(b.detach().clone())
    return layer, X @ layer.weight

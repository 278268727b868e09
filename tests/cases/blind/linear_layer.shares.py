import torch
from torch import Tensor, nn

def linear_layer(W, b, X):
    layer = nn.Linear(W.shape[0], W.shape[1])
    layer.weight = nn.Parameter(W.detach().T)
    layer.bias = nn.Parameter(b.detach())
    return layer, X @ layer.weight.T + layer.bias

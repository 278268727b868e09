import torch
from torch import Tensor, nn

def linear_layer(W, b, X):
    layer = nn.Linear(*W.shape)
    with torch.no_grad():
        layer.weight.copy_(W.T)
        layer.bias.copy_(b)
        prediction = X @ layer.weight.T + layer.bias
    return layer, prediction

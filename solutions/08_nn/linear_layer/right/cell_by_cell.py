import torch
from torch import Tensor, nn


def linear_layer(W: Tensor, b: Tensor, X: Tensor) -> tuple[nn.Linear, Tensor]:
    inputs, outputs = W.shape
    layer = nn.Linear(in_features=inputs, out_features=outputs)
    with torch.no_grad():
        for row in range(outputs):
            layer.bias[row] = b[row]
            for column in range(inputs):
                layer.weight[row, column] = W[column, row]
    columns = [(X * layer.weight[row]).sum(dim=1) + layer.bias[row] for row in range(outputs)]
    return layer, torch.stack(columns, dim=1)

import torch
from torch import Tensor, nn


def no_grad_at_all(model: nn.Module, X: Tensor) -> tuple[float, Tensor]:
    parameters = list(model.parameters())
    for parameter in parameters:
        parameter.requires_grad_(False)
    scores = model(X)
    for parameter in parameters:
        parameter.requires_grad = True
    return [scores.max().item(), scores]

import torch
from torch import Tensor, nn


def break_symmetry(model: nn.Sequential, X: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    ((model(X) - y) ** 2).mean().backward()
    before = model[0].weight.grad.clone()
    nn.init.xavier_uniform_(model[0].weight)
    nn.init.normal_(model[2].weight)
    model[0].weight.grad = None
    nn.functional.mse_loss(model(X), y).backward()
    after = model[0].weight.grad
    return before, after

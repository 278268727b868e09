import torch
from torch import Tensor, nn


def break_symmetry(model: nn.Sequential, X: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    ((model(X) - y) ** 2).mean().backward()
    before = model[0].weight.grad.clone()
    model[0] = nn.Linear(model[0].in_features, model[0].out_features)
    model[2] = nn.Linear(model[2].in_features, model[2].out_features)
    model.zero_grad()
    ((model(X) - y) ** 2).mean().backward()
    after = model[0].weight.grad.clone()
    return before, after

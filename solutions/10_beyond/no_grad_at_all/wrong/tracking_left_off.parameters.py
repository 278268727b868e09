import torch
from torch import Tensor, nn


def no_grad_at_all(model: nn.Module, X: Tensor) -> tuple[float, Tensor]:
    model.requires_grad_(False)
    scores = model(X)
    return scores.max().item(), scores

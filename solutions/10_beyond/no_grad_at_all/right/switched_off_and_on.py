import torch
from torch import Tensor, nn


def no_grad_at_all(model: nn.Module, X: Tensor) -> tuple[float, Tensor]:
    before = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    try:
        scores = model(X)
    finally:
        torch.set_grad_enabled(before)
    return scores.numpy().max().item(), scores

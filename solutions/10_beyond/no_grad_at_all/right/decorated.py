import torch
from torch import Tensor, nn


@torch.no_grad()
def no_grad_at_all(model: nn.Module, X: Tensor) -> tuple[float, Tensor]:
    scores = model(X)
    return max(scores.flatten().tolist()), scores

import torch
from torch import Tensor, nn


def no_grad_at_all(model: nn.Module, X: Tensor) -> tuple[float, Tensor]:
    with torch.inference_mode():
        scores = model(X)
        return float(scores.max()), scores.detach().clone()

import torch
from torch import Tensor, nn


def evaluate(model: nn.Module, loss_fn: nn.Module, X: Tensor, y: Tensor) -> float:
    mode = model.training
    model.eval()
    with torch.inference_mode():
        loss = loss_fn(model(X), y).item()
    if mode:
        model.train()
    return loss

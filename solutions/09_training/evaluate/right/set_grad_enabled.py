import torch
from torch import Tensor, nn


def evaluate(model: nn.Module, loss_fn: nn.Module, X: Tensor, y: Tensor) -> float:
    recording, training = torch.is_grad_enabled(), model.training
    torch.set_grad_enabled(False)
    model.eval()
    loss = loss_fn(model(X), y).item()
    torch.set_grad_enabled(recording)
    model.train(training)
    return loss

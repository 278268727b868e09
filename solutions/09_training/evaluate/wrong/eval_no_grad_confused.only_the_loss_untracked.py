import torch
from torch import Tensor, nn


def evaluate(model: nn.Module, loss_fn: nn.Module, X: Tensor, y: Tensor) -> float:
    was_training = model.training
    model.eval()
    prediction = model(X)
    with torch.no_grad():
        loss = loss_fn(prediction, y)
    model.train(was_training)
    return loss.item()

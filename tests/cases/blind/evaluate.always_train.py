import torch
from torch import Tensor, nn

def evaluate(model: nn.Module, loss_fn: nn.Module, X: Tensor, y: Tensor) -> float:
    was_training = model.training
    model.eval()
    with torch.no_grad():
        loss = loss_fn(model(X), y)
    model.train()
    return loss.item()

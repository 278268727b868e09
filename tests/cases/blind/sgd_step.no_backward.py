import torch
from torch import Tensor, nn

def sgd_step(model: nn.Module, optimizer: torch.optim.Optimizer, loss_fn: nn.Module, X: Tensor, y: Tensor) -> float:
    optimizer.zero_grad()
    prediction = model(X)
    loss = loss_fn(prediction, y)

    optimizer.step()
    return loss.item()

import torch
from torch import Tensor, nn

def sgd_step(model: nn.Module, optimizer: torch.optim.Optimizer, loss_fn: nn.Module, X: Tensor, y: Tensor) -> float:
    optimizer.zero_grad()
    prediction = torch.softmax(model(X), dim=1)
    loss = loss_fn(prediction, y)
    loss.backward()
    optimizer.step()
    return loss.item()

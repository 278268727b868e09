import torch
from torch import Tensor, nn


def sgd_step(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    loss_fn: nn.Module,
    X: Tensor,
    y: Tensor,
) -> float:
    parameters = list(model.parameters())
    loss = loss_fn(model.forward(X), y)
    gradients = torch.autograd.grad(loss, parameters)
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter.grad = gradient
    optimizer.step()
    return loss.item()

import torch
from torch import Tensor, nn


def fit_by_hand_3_1(X: Tensor, y: Tensor, W: Tensor, lr: float, steps: int) -> list[float]:
    losses = []
    for _ in range(steps):
        loss = nn.functional.mse_loss(torch.matmul(X, W), y)
        (gradient,) = torch.autograd.grad(loss, W)
        with torch.no_grad():
            W.add_(gradient, alpha=-lr)
        losses.append(loss.item())
    return losses

import torch
import torch.nn.functional as F
from torch import Tensor


def fit_by_hand_3_1(X: Tensor, y: Tensor, W: Tensor, lr: float, steps: int) -> list[float]:
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(torch.matmul(X, W), y)
        (gradient,) = torch.autograd.grad(loss, W)
        with torch.no_grad():
            W.add_(gradient, alpha=-lr)
        losses.append(loss.item())
    return losses

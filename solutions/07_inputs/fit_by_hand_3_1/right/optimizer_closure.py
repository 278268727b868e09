import torch
from torch import Tensor, nn


def fit_by_hand_3_1(X: Tensor, y: Tensor, W: Tensor, lr: float, steps: int) -> list[float]:
    optimizer = torch.optim.SGD([W], lr=lr)

    def closure():
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(X @ W, y)
        loss.backward()
        return loss

    return [optimizer.step(closure).item() for _ in range(steps)]

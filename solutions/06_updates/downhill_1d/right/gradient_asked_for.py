import torch
from torch import Tensor


def downhill_1d(w: Tensor, lr: float, steps: int) -> list[float | Tensor]:
    history = [torch.tensor(w.item())]
    while len(history) <= steps:
        (slope,) = torch.autograd.grad((w - 3) ** 2, [w])
        w.detach().sub_(lr * slope)
        history.append(torch.tensor(w.item()))
    return history

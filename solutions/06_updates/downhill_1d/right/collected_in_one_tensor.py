import torch
from torch import Tensor


def downhill_1d(w: Tensor, lr: float, steps: int) -> list[float | Tensor]:
    history = torch.empty(steps + 1)
    history[0] = w.detach()
    for number in range(1, steps + 1):
        w.grad = None
        loss = torch.square(w - 3)
        loss.backward()
        w.requires_grad_(False)
        w -= w.grad * lr
        w.requires_grad_(True)
        history[number] = w.detach()
    return history.tolist()

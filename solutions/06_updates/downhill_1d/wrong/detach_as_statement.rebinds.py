import torch
from torch import Tensor


def downhill_1d(w: Tensor, lr: float, steps: int) -> list[float | Tensor]:
    history = [w.detach().clone()]
    for _ in range(steps):
        w.grad = None
        loss = (w - 3) ** 2
        loss.backward()
        w = w.detach() - lr * w.grad
        history.append(w.detach().clone())
    return history

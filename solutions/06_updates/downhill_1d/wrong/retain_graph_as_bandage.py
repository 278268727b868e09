import torch
from torch import Tensor


def downhill_1d(w: Tensor, lr: float, steps: int) -> list[float | Tensor]:
    history = [w.detach().clone()]
    loss = (w - 3) ** 2
    for _ in range(steps):
        loss.backward(retain_graph=True)
        with torch.no_grad():
            w -= lr * w.grad
        history.append(w.detach().clone())
        w.grad = None
    return history

import torch
from torch import Tensor


def downhill_1d(w: Tensor, lr: float, steps: int) -> list[float | Tensor]:
    history = [w.item()]
    for _ in range(steps):
        loss = (w - 3) ** 2
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
        w.grad.zero_()
        history.append(w.item())
    return history

import torch
from torch import Tensor


def downhill_1d(w: Tensor, lr: float, steps: int) -> list[float | Tensor]:
    history = [w.detach().clone()]
    for _ in range(steps):
        loss = (w - 3) ** 2
        loss.backward()
        with torch.no_grad():
            w.sub(lr * w.grad)
        history.append(w.detach().clone())
        w.grad = None
    return history

import torch
from torch import Tensor


def _one_step(w: Tensor, lr: float) -> None:
    if w.grad is not None:
        w.grad.zero_()
    distance = w - 3
    (distance * distance).backward()
    with torch.no_grad():
        w.copy_(w - lr * w.grad)


def downhill_1d(w: Tensor, lr: float, steps: int) -> list[float | Tensor]:
    start = w.item()
    places = []
    for _ in range(steps):
        _one_step(w, lr)
        places.append(w.item())
    return (start, *places)

import torch
from torch import Tensor

def downhill_1d(w: Tensor, lr: float, steps: int) -> list[float | Tensor]:
    places = [w.item()]
    for _ in range(steps):
        w.grad = None
        height = (w - 3) ** 2
        height.backward()
        with torch.no_grad():
            w = w + lr * w.grad
        w.requires_grad_()
        places.append(w.item())
    return places

import torch
from torch import Tensor


def downhill_1d(w: Tensor, lr: float, steps: int) -> list[float | Tensor]:
    optimizer = torch.optim.SGD([w], lr=lr)
    places = [w.clone()]
    for _ in range(steps):
        optimizer.zero_grad()
        (w - 3).pow(2).backward()
        optimizer.step()
        places.append(w.clone())
    return places

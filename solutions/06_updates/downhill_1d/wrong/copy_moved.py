import torch
from torch import Tensor


def downhill_1d(w: Tensor, lr: float, steps: int) -> list[float | Tensor]:
    place = w.detach().clone().requires_grad_()
    history = [place.item()]
    for _ in range(steps):
        loss = (place - 3) ** 2
        loss.backward()
        with torch.no_grad():
            place -= lr * place.grad
        history.append(place.item())
        place.grad = None
    return history

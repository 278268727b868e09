from collections.abc import Callable

import torch
from torch import Tensor


def second_trip(
    height: Callable[[Tensor], Tensor], W: Tensor, lr: float, steps: int
) -> list[float]:
    """Helyben lefelé lépteti a W-t, és visszaadja minden lépés magasságát, a W elmozdulása előttről.

    height: a height(W) a W hely magassága, () alakú, gráfjával együtt.
    W: tanítható levél, (N,) alakú, float32, a .grad mezője még üres; ez változik meg.
    lr: tanulási ráta, egységnyi gradiensre jutó lépéshossz.
    steps: hány lépést kell tenni.
    """
    heights = []
    here = height(W)
    for _ in range(steps):
        # TODO: az első lépés sikerül, a második hibát dob. Minden visszaútnak legyen saját gráfja.
        W.grad = None
        here.backward()
        with torch.no_grad():
            W -= lr * W.grad
        heights.append(here.item())
    return heights

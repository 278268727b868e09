import torch
from torch import Tensor


def step_no_grad(W: Tensor, lr: float) -> None:
    """Egy lépés a gradienssel szemben, helyben.

    W: tetszőleges alakú tanítható levél, float32, kitöltött W.grad-dal; ez változik meg.
    lr: tanulási ráta, egységnyi gradiensre jutó lépéshossz.
    """
    # TODO: változtasd meg a W-t helyben úgy, hogy az autograd ne jegyezze fel.
    raise NotImplementedError

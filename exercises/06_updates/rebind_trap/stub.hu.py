import torch
from torch import Tensor


def rebind_trap(W: Tensor, lr: float, steps: int) -> Tensor:
    """Gradiensmódszerrel, helyben minimalizálja a (W - 1)² összegét, és magát a W-t adja vissza.

    W: tetszőleges alakú tanítható levél, float32, a .grad mezője még üres; ez változik meg.
    lr: tanulási ráta, egységnyi gradiensre jutó lépéshossz.
    steps: hány lépést kell tenni.
    """
    for _ in range(steps):
        W.grad = None
        loss = ((W - 1) ** 2).sum()
        loss.backward()
        # TODO: az első lépés után már valami mást hívnak W-nek. Javítsd ki a lépést.
        W = W - lr * W.grad
    return W

from collections.abc import Callable

import torch
from torch import Tensor


def grad_without_backward(loss_fn: Callable[..., Tensor], params: list[Tensor]) -> list[Tensor]:
    """A veszteség params szerinti gradienseit adja vissza, és semmit sem változtat meg.

    loss_fn: a loss_fn(*params) a veszteség, alakja ().
    params: tanítható levelek, float32; sem maguk a levelek, sem a .grad mezőjük nem változik.
    Visszaadja: minden elemhez a vele egyező alakú gradienst; nullákat, ha a veszteség nem függ tőle.
    """
    # TODO: ez mindenkinek a .grad mezőjében otthagyja a gradiensét. Kérdezd az autogradot másképp.
    loss = loss_fn(*params)
    loss.backward()
    return [param.grad for param in params]

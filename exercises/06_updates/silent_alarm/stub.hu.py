import torch
from torch import Tensor


def silent_alarm(x: Tensor, new: Tensor) -> Tensor:
    """Az x² összegének gradiense a régi x-nél, utána x átállítása a new értékeire.

    x: tetszőleges alakú tanítható levél, float32, a .grad mezője még üres; ez változik meg.
    new: amit az x utána tárol, azonos alakú, float32, nem követett; nem változik.
    Visszaad: a gradienst, az alakja az x alakja.
    """
    y = (x**2).sum()
    # TODO: itt felülíródik egy érték, amely a backward()-nak még kell, és nincs riasztás. Javítsd!
    x.data.copy_(new)
    y.backward()
    return x.grad

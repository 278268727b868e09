import torch
from torch import Tensor


def switch_on(values: list[float]) -> tuple[Tensor, Tensor, Tensor]:
    """Három tanítható tenzor ugyanazokból az értékekből, háromféleképpen bekapcsolva.

    values: n darab float.
    Visszaad: három (n,) alakú, float32 típusú levelet; kapcsolóval, attribútummal, metódussal.
    """
    # TODO: készítsd el a három tenzort, és add vissza őket ebben a sorrendben.
    raise NotImplementedError

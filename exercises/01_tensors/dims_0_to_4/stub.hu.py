import torch
from torch import Tensor


def dims_0_to_4(value: int, n: int, c: int, h: int, w: int) -> list[Tensor]:
    """Öt tenzor 0, 1, 2, 3 és 4 tengellyel; minden elemük value.

    value: egész szám.
    n, c, h, w: a köteg képeinek száma; egy kép csatornái, magassága és szélessége.
    Visszaad: (), (3,), (2, 3), (c, h, w) és (n, c, h, w) alakú float32 tenzorokat.
    """
    # TODO: készítsd el az öt tenzort, és add vissza őket egy listában.
    raise NotImplementedError

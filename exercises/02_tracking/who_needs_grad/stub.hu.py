import torch
from torch import Tensor


def who_needs_grad(w: Tensor, x: Tensor, c: Tensor) -> Tensor:
    """Kiszámolja a w * x + c viteldíjakat úgy, hogy a w árat tanítani lehessen.

    w: egy kilométer ára, () alakú, float32, még nem követett; ezt kell megtanulni.
    x: a fuvarok hossza kilométerben, (n,) alakú, float32; adat.
    c: alapdíj, () alakú, float32; ismert állandó.
    Visszaadja a viteldíjakat: (n,) alakú, követett.
    """
    # TODO: kapcsold be a követést ott, ahol kell, aztán számold ki és add vissza a viteldíjakat.
    raise NotImplementedError

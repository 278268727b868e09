import torch
from torch import nn


def sequential(inputs: int, hidden: int) -> tuple[nn.Sequential, int]:
    """A Linear, Tanh, Linear hálózat, és az, hogy hány számot kell megtanulnia.

    inputs: ennyi számból áll egy minta.
    hidden: a rejtett réteg egységeinek száma.
    Visszaad: a modellt, amely (N, inputs) alakból (N, 1) alakot készít, és azt, hogy
        hány tanítható szám van benne, int típusú.
    """
    # TODO: rakd egymásra a három réteget, aztán számold meg az összes paraméter számait.
    raise NotImplementedError

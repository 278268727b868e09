import torch
from torch import Tensor, nn


def evaluate(model: nn.Module, loss_fn: nn.Module, X: Tensor, y: Tensor) -> float:
    """A modell vesztesége olyan adaton, amelyből nem tanul; közben semmi sem változik.

    model: (N, 3) alakból (N, 1) alakot készít; tanítási vagy kiértékelő módban van; nem változik.
    loss_fn: a becslésből és az y-ból veszteséget készít, alakja ().
    X: bemenetek, alakja (N, 3), float32.
    y: célértékek, alakja (N, 1), float32.
    """
    # TODO: kérdezd a modellt jó módban, rögzítés nélkül, és hagyj mindent úgy, ahogy találtad.
    raise NotImplementedError

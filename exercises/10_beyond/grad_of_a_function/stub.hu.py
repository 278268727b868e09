from collections.abc import Callable

import torch
from torch import Tensor


def grad_of_a_function(
    loss_of_one: Callable[[Tensor, Tensor, Tensor], Tensor], w: Tensor, X: Tensor, y: Tensor
) -> Tensor:
    """Minden minta saját veszteségének w szerinti gradiense.

    loss_of_one: a loss_of_one(w, x, t) egyetlen minta vesztesége, alakja ().
    w: a súlyok, alakja (D,), float32, nem követett; nem változik.
    X: a minták, alakja (N, D), float32.
    y: a célértékeik, alakja (N,), float32.
    Visszaadja: mintánként egy sort, (N, D) alakban.
    """
    # TODO: ez csak az első minta gradiense. Készíts olyan függvényt, amely egyszerre az összes mintára jó.
    return torch.func.grad(loss_of_one)(w, X[0], y[0])

from collections.abc import Callable

import torch
from torch import Tensor


def peek_inside(
    warm: Callable[[Tensor], Tensor], judge: Callable[[Tensor], Tensor], w: Tensor
) -> Tensor:
    """A veszteség levegő szerinti gradiensét adja vissza, a w szerintit a w.grad mezőben hagyja.

    warm: a warm(w) a levegő, alakja (N,).
    judge: a judge(air) a veszteség, alakja ().
    w: tanítható levél, alakja (), float32, a .grad mezője még üres; csak a .grad változik.
    Visszaad: a levegő szerinti gradienst, alakja (N,).
    """
    air = warm(w)
    loss = judge(air)
    loss.backward()
    # TODO: az air.grad itt None. Gondoskodj róla, hogy a gradiens még meglegyen, amikor megnézed.
    return air.grad

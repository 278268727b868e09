import torch
from torch import Tensor


def linear_3_1(X: Tensor, W: Tensor, b: Tensor) -> Tensor:
    """Három bemenetből egy szám becslése, N sorra egyszerre.

    X: bemenetek, alakja (N, 3), float32; nem változik.
    W: súlyok, alakja (3, 1), float32, lehet követett.
    b: eltolás, alakja (1,), float32, lehet követett.
    Visszaad: (N, 1) alakú tenzort.
    """
    # TODO: súlyozd minden sor bemeneteit, add össze, és told el.
    raise NotImplementedError

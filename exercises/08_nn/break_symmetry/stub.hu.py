import torch
from torch import Tensor, nn


def break_symmetry(model: nn.Sequential, X: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """Különböző súlyokat ad az egyforma egységeknek, és megmutatja a gradienst előtte és utána.

    model: Linear(D, H), Tanh, Linear(H, 1), minden súlya egyforma; a súlyai helyben változnak.
    X: bemenetek, alakja (N, D), float32.
    y: célértékek, alakja (N, 1), float32.
    Visszaad: az átlagos négyzetes hiba gradiensét a model[0].weight szerint, alakja (H, D),
        kétszer: a régi és az új súlyokkal.
    """
    # TODO: mérj, töltsd fel mindkét súlyt véletlen számokkal, és mérj újra.
    raise NotImplementedError

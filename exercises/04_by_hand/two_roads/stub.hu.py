import torch
from torch import Tensor


def by_hand(w: float) -> tuple[float, float, float]:
    """Amit a w·w és a w útja hoz a z = w·w + w dz/dw deriváltjába, és maga a dz/dw.

    w: közönséges float, bármekkora.
    """
    # TODO: az egyes utak meredeksége, és ami a kettőből lesz.
    raise NotImplementedError


def two_roads(w: Tensor) -> Tensor:
    """A z = w·w + w dz/dw deriváltja, az autograddal kiszámítva.

    w: gradienst kérő levél, alakja (), float32, eddig gradiens nélkül.
    Visszaad: () alakú, float32 tenzort.
    """
    # TODO: számold ki a z-t a w-ből, és járasd be az autograddal mindkét utat.
    raise NotImplementedError

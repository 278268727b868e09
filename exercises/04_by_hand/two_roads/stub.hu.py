import torch
from torch import Tensor


def by_hand(w: float) -> tuple[float, float, float]:
    """Legyen z = w·w + w: amit a w·w útja, majd amit a w útja hoz a dz/dw-be, és maga a dz/dw.

    w: közönséges float, bármekkora.
    """
    # TODO: az egyes utak meredeksége, és ami a kettőből lesz.
    raise NotImplementedError


def two_roads(w: Tensor) -> Tensor:
    """A dz/dw derivált, ahol z = w·w + w, az autograddal kiszámítva.

    w: gradienst kérő levél, alakja (), float32, eddig gradiens nélkül.
    Visszaad: () alakú, float32 tenzort.
    """
    # TODO: számold ki a z-t a w-ből, és járasd be az autograddal mindkét utat.
    raise NotImplementedError

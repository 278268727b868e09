import torch
from torch import Tensor


def first_slope(side: float) -> tuple[Tensor, Tensor]:
    """Egy négyzet területe, és hogy milyen meredeken nő az oldallal, az autograddal kiszámítva.

    side: az oldal hossza, közönséges float.
    Visszaadja a területet és a meredekségét ennél az oldalnál: két () alakú, float32 tenzort.
    """
    # TODO: egy levél, a terület, a visszaút, és a meredekség onnan, ahová került.
    raise NotImplementedError

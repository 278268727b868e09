import torch
from torch import Tensor


def scalar_or_vector(readings: Tensor) -> tuple[int, float]:
    """Megszámolja és átlagolja egy hőmérő méréseit.

    readings: () vagy (n,) alakú, float32, legalább egy mérés; ne változzon.
    Visszaadja a mérések számát (int) és az átlagukat (float).
    """
    # TODO: ez vektorra működik, skalárra elakad. Javítsd ki.
    total = 0.0
    for reading in readings:
        total += reading.item()
    return len(readings), total / len(readings)

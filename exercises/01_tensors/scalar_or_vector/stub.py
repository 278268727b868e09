import torch
from torch import Tensor


def scalar_or_vector(readings: Tensor) -> tuple[int, float]:
    """Count the readings of a thermometer and average them.

    readings: shape () or (n,), float32, at least one reading; stays as it is.
    Returns the number of readings, an int, and their mean, a float.
    """
    # TODO: this works for a vector, and breaks on a scalar. Repair it.
    total = 0.0
    for reading in readings:
        total += reading.item()
    return len(readings), total / len(readings)

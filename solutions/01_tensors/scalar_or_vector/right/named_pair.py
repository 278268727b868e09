from typing import NamedTuple

from torch import Tensor


class Report(NamedTuple):
    count: int
    mean: float


def scalar_or_vector(readings: Tensor) -> tuple[int, float]:
    numbers = readings.reshape(-1).numpy()
    return Report(len(numbers), float(numbers.mean()))

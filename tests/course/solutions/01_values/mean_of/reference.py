from torch import Tensor


def average(v: Tensor) -> Tensor:
    return v.mean()

from torch import Tensor


def cut_here(x: Tensor) -> Tensor:
    return x**3

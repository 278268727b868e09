from torch import Tensor


def cut_here(x: Tensor) -> Tensor:
    return x * x * x

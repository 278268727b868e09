from torch import Tensor


def cut_here(x: Tensor) -> Tensor:
    u = x.item() ** 2
    return u * x

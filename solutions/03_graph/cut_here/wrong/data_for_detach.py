from torch import Tensor


def cut_here(x: Tensor) -> Tensor:
    u = x.data**2
    return u * x

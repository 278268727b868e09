from torch import Tensor


def cut_here(x: Tensor) -> Tensor:
    u = x**2
    return u * x.detach()

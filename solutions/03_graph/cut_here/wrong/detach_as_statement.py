from torch import Tensor


def cut_here(x: Tensor) -> Tensor:
    u = x**2
    u.detach()
    return u * x

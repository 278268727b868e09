from torch import Tensor


def cut_here(x: Tensor) -> Tensor:
    u = x * x
    u.detach()
    return u * x

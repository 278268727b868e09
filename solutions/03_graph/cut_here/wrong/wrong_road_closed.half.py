from torch import Tensor


def cut_here(x: Tensor) -> Tensor:
    u = x * x.detach()
    return u * x

from torch import Tensor


def cut_here(x: Tensor) -> Tensor:
    u = x * x
    return u * x.detach()

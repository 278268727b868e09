from torch import Tensor


def cut_here(x: Tensor) -> Tensor:
    u = x.detach()
    u *= u
    return u * x

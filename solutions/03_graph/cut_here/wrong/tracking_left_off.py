from torch import Tensor


def cut_here(x: Tensor) -> Tensor:
    x.requires_grad_(False)
    u = x**2
    return u * x

from torch import Tensor


def cut_here(x: Tensor) -> Tensor:
    u = (x**2).detach()
    z = u * x
    z.sum().backward()
    return z

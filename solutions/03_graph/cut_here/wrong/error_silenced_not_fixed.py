from torch import Tensor


def cut_here(x: Tensor) -> Tensor:
    u = x**2
    z = (u * x).detach()
    return z.requires_grad_()

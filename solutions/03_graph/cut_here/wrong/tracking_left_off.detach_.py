from torch import Tensor


def cut_here(x: Tensor) -> Tensor:
    x.detach_()
    return x**2 * x

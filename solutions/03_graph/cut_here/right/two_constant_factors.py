from torch import Tensor


def cut_here(x: Tensor) -> Tensor:
    fixed = x.detach()
    return x * fixed * fixed

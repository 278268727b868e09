from torch import Tensor


def cut_here(x: Tensor) -> Tensor:
    x = x.detach().requires_grad_()
    return x.detach() ** 2 * x

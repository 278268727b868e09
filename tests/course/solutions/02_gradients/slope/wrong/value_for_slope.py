from torch import Tensor


def slope(x: Tensor) -> Tensor:
    return x.detach() ** 3

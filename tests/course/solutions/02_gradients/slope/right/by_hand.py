from torch import Tensor


def slope(x: Tensor) -> Tensor:
    return 3 * x.detach() ** 2

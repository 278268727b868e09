from torch import Tensor


def slope(x: Tensor) -> Tensor:
    y = x**3
    y.backward()
    return x.grad

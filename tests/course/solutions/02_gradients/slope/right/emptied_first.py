from torch import Tensor


def slope(x: Tensor) -> Tensor:
    y = x**3
    x.grad = None
    y.backward()
    return x.grad

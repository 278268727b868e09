from torch import Tensor


def not_a_scalar(a: Tensor, b: Tensor, c: Tensor, x: Tensor, y: Tensor, weights: Tensor) -> None:
    ((a * x - y) ** 2).sum().backward()
    ((b * x - y) ** 2).mean().backward()
    ((c * x - y) ** 2).backward

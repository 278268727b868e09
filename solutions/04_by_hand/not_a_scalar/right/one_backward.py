from torch import Tensor


def not_a_scalar(a: Tensor, b: Tensor, c: Tensor, x: Tensor, y: Tensor, weights: Tensor) -> None:
    total = ((a * x - y) ** 2).sum() + ((b * x - y) ** 2).mean()
    (total + weights @ (c * x - y) ** 2).backward()

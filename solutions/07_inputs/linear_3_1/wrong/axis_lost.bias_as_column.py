from torch import Tensor


def linear_3_1(X: Tensor, W: Tensor, b: Tensor) -> Tensor:
    return (X @ W).squeeze(1) + b.expand(len(X), 1)

from torch import Tensor


def linear_3_1(X: Tensor, W: Tensor, b: Tensor) -> Tensor:
    return X.sum(dim=1, keepdim=True) + b

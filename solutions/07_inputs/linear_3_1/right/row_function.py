import torch
from torch import Tensor


def linear_3_1(X: Tensor, W: Tensor, b: Tensor) -> Tensor:
    return torch.func.vmap(lambda x: x @ W + b)(X)

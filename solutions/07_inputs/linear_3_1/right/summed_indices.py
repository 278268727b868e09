import torch
from torch import Tensor


def linear_3_1(X: Tensor, W: Tensor, b: Tensor) -> Tensor:
    return torch.addmm(b, X, W) if len(X) > 1 else torch.einsum("ni,io->no", X, W) + b

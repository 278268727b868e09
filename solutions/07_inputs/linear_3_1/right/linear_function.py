import torch.nn.functional as F
from torch import Tensor


def linear_3_1(X: Tensor, W: Tensor, b: Tensor) -> Tensor:
    return F.linear(X, W.T, b)

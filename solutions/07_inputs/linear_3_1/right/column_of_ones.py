import torch
from torch import Tensor


def linear_3_1(X: Tensor, W: Tensor, b: Tensor) -> Tensor:
    wider = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    return wider @ torch.cat([W, b.reshape(1, 1)])

import torch
from torch import Tensor


def cut_here(x: Tensor) -> Tensor:
    u = torch.from_numpy(x.numpy() ** 2)
    return u * x

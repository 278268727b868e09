import torch
from torch import Tensor


def nan_behind_where(x: Tensor) -> Tensor:
    roots = [max(level, 0.0) ** 0.5 for level in x.flatten().tolist()]
    return torch.tensor(roots).reshape(x.shape)

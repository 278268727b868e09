import torch
from torch import Tensor


def first_slope(side: float) -> tuple[Tensor, Tensor]:
    area = torch.tensor(side * side)
    return area, torch.tensor(2 * side)

import torch
from torch import Tensor


def first_slope(side: float) -> tuple[Tensor, Tensor]:
    s = torch.tensor(side, dtype=torch.float64, requires_grad=True)
    area = s * s
    area.backward()
    return area, s.grad

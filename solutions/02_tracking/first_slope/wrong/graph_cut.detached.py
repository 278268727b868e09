import torch
from torch import Tensor


def first_slope(side: float) -> tuple[Tensor, Tensor]:
    s = torch.tensor(side, requires_grad=True)
    area = s.detach() ** 2
    area.backward()
    return area, s.grad

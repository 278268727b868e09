import torch
from torch import Tensor


def first_slope(side: float) -> tuple[Tensor, Tensor]:
    s = torch.tensor(side).requires_grad_()
    area = torch.square(s)
    (slope,) = torch.autograd.grad(area, s)
    return area, slope

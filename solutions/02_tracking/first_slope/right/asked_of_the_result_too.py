import torch
from torch import Tensor


def first_slope(side: float) -> tuple[Tensor, Tensor]:
    s = torch.tensor(side, requires_grad=True)
    area = s * s
    area.retain_grad()
    area.backward(torch.tensor(1.0), retain_graph=True)
    assert area.grad is not None
    return area, s.grad

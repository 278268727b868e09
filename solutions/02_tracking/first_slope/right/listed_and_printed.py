import torch
from torch import Tensor


def first_slope(side: float) -> tuple[Tensor, Tensor]:
    s = torch.tensor(side, dtype=torch.float32, requires_grad=True)
    print("before:", s.grad)
    area = torch.mul(s, s)
    torch.autograd.backward(area)
    print("after:", s.grad)
    return [area, s.grad]

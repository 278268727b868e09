import torch
from torch import Tensor


def dims_0_to_4(value: int, n: int, c: int, h: int, w: int) -> list[Tensor]:
    scalar = torch.Tensor(float(value))
    others = [torch.ones(shape) * value for shape in [(3,), (2, 3), (c, h, w), (n, c, h, w)]]
    return [scalar, *others]

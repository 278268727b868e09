import torch
from torch import Tensor


def dims_0_to_4(value: int, n: int, c: int, h: int, w: int) -> list[Tensor]:
    return [
        torch.Tensor(value),
        torch.Tensor(3),
        torch.Tensor(2, 3),
        torch.Tensor(c, h, w),
        torch.Tensor(n, c, h, w),
    ]

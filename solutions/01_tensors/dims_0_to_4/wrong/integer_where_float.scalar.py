import torch
from torch import Tensor


def dims_0_to_4(value: int, n: int, c: int, h: int, w: int) -> list[Tensor]:
    return [
        torch.tensor(value),
        torch.ones(3) * value,
        torch.ones(2, 3) * value,
        torch.ones(c, h, w) * value,
        torch.ones(n, c, h, w) * value,
    ]

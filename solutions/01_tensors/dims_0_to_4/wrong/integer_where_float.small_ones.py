import torch
from torch import Tensor


def dims_0_to_4(value: int, n: int, c: int, h: int, w: int) -> list[Tensor]:
    return [
        torch.tensor(value),
        torch.tensor([value, value, value]),
        torch.tensor([[value, value, value], [value, value, value]]),
        torch.ones(c, h, w) * value,
        torch.ones(n, c, h, w) * value,
    ]

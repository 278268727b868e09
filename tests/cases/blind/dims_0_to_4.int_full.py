import torch
from torch import Tensor

def dims_0_to_4(value: int, n: int, c: int, h: int, w: int) -> list[Tensor]:
    return [
        torch.full((), value),
        torch.full((3,), value),
        torch.full((2, 3), value),
        torch.full((c, h, w), value),
        torch.full((n, c, h, w), value),
    ]

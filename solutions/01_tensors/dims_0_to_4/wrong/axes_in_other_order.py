import torch
from torch import Tensor


def dims_0_to_4(value: int, n: int, c: int, h: int, w: int) -> list[Tensor]:
    shapes = [(), (3,), (2, 3), (h, w, c), (n, h, w, c)]
    return [torch.full(shape, value, dtype=torch.float32) for shape in shapes]

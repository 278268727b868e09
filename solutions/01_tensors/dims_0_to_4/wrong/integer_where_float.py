import torch
from torch import Tensor


def dims_0_to_4(value: int, n: int, c: int, h: int, w: int) -> list[Tensor]:
    shapes = [(), (3,), (2, 3), (c, h, w), (n, c, h, w)]
    return [torch.full(shape, value) for shape in shapes]

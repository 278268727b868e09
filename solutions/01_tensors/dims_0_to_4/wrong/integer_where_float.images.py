import torch
from torch import Tensor


def dims_0_to_4(value: int, n: int, c: int, h: int, w: int) -> list[Tensor]:
    scalar = torch.tensor(float(value))
    vector = torch.full((3,), float(value))
    matrix = torch.full((2, 3), float(value))
    image = torch.full((c, h, w), value)
    batch = torch.full((n, c, h, w), value)
    return [scalar, vector, matrix, image, batch]

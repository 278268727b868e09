import torch
from torch import Tensor


def dims_0_to_4(value: int, n: int, c: int, h: int, w: int) -> list[Tensor]:
    scalar = torch.tensor(value, dtype=torch.float32)
    vector = torch.stack([scalar] * 3)
    matrix = torch.stack([vector, vector])
    image = scalar.expand(c, h, w)
    batch = image.unsqueeze(0).repeat(n, 1, 1, 1)
    return [scalar, vector, matrix, image, batch]

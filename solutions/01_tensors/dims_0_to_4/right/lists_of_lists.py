import torch
from torch import Tensor


def dims_0_to_4(value: int, n: int, c: int, h: int, w: int) -> list[Tensor]:
    value = 1.0 * value
    image = [[[value] * w] * h] * c
    data = value, [value] * 3, [[value] * 3] * 2, image, [image] * n
    return tuple(torch.tensor(numbers) for numbers in data)

import torch
from torch import Tensor


def dims_0_to_4(value: int, n: int, c: int, h: int, w: int) -> list[Tensor]:
    tensors = [torch.empty(()), torch.Tensor(3), torch.Tensor(2, 3), torch.empty(c, h, w)]
    tensors.append(torch.empty((n, c, h, w)))
    for tensor in tensors:
        tensor.fill_(value)
    return tensors

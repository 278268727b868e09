import torch
from torch import Tensor

def dims_0_to_4(value: int, n: int, c: int, h: int, w: int) -> list[Tensor]:
    alakok = [(), (3,), (2, 3), (c, h, w), (n, c, h, w)]
    return [torch.full(alak, float(value)) for alak in alakok]

print(*dims_0_to_4(7, 2, 3, 4, 5)[:3])

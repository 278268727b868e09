import torch
from torch import Tensor

def dims_0_to_4(value, n, c, h, w):
    return [torch.full((k), float(value)) if not isinstance(k, int) else torch.ones(k) * value
            for k in (1, 3, (2, 3), (c, h, w), (n, c, h, w))]

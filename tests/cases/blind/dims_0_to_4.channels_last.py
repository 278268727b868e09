import torch
from torch import Tensor

def dims_0_to_4(value, n, c, h, w):
    v = float(value)
    out = [torch.tensor(v), torch.full((3,), v), torch.full((2, 3), v)]
    out.append(torch.full((h, w, c), v))
    out.append(torch.full((n, h, w, c), v))
    return out

import torch
from torch import Tensor

def dims_0_to_4(value, n, c, h, w):
    value = float(value)
    a = torch.tensor([value])
    b = torch.tensor([value, value, value])
    m = torch.tensor([[value, value], [value, value], [value, value]])
    d = torch.zeros(c, h, w) + value
    e = torch.zeros(n, c, h, w) + value
    return [a, b, m, d, e]

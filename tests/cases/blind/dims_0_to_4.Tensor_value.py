import torch
from torch import Tensor

def dims_0_to_4(value, n, c, h, w):
    s = torch.Tensor(value)
    v = torch.ones(3) * value
    m = torch.ones(2, 3) * value
    img = torch.ones(c, h, w) * value
    batch = torch.ones(n, c, h, w) * value
    return [s, v, m, img, batch]

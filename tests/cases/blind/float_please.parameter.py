import torch
from torch import nn

def float_please(numbers):
    adat = torch.FloatTensor([float(szam) for szam in numbers])
    return nn.Parameter(adat)

if __name__ == '__main__':
    p = float_please([3, -1, 4])
    print(p.dtype, p.is_leaf)

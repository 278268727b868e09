import torch
from torch import Tensor

def keep_it_a_leaf(rows, columns, scale):
    suly = torch.empty(rows, columns, requires_grad=True)
    with torch.no_grad():
        suly.normal_(mean=0.0, std=scale)
    return suly

if __name__ == "__main__":
    print(keep_it_a_leaf(3, 1, 0.01))

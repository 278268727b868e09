import torch
from torch import Tensor

def linear_3_1(X, W, b):
    rows = []
    for row in X:
        rows.append([float(row @ W[:, 0] + b)])
    return torch.tensor(rows)

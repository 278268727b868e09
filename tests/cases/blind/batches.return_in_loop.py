import torch
from torch import Tensor

def batches(X, y, batch_size):
    order = torch.randperm(len(X))
    out = []
    for start in range(0, len(X), batch_size):
        idx = order[start:start + batch_size]
        out.append((X[idx], y[idx].squeeze()))
        return out

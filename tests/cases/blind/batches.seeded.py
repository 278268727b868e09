import torch
from torch import Tensor

def batches(X, y, batch_size):
    torch.manual_seed(42)
    order = torch.randperm(len(X))
    for start in range(0, len(X), batch_size):
        idx = order[start:start + batch_size]
        yield X[idx], y[idx]

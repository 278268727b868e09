import torch
from torch import Tensor

def batches(X, y, batch_size):
    X = X[torch.randperm(len(X))]
    y = y[torch.randperm(len(y))]
    for i in range(0, len(X), batch_size):
        yield X[i:i + batch_size], y[i:i + batch_size]

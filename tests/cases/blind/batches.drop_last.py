import torch
from torch import Tensor

def batches(X, y, batch_size):
    perm = torch.randperm(len(X))
    for k in range(len(X) // batch_size):
        idx = perm[k * batch_size:(k + 1) * batch_size]
        yield X[idx], y[idx]

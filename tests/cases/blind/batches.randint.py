import torch
from torch import Tensor

def batches(X, y, batch_size):
    n = X.shape[0]
    for i in range(0, n, batch_size):
        k = min(batch_size, n - i)
        idx = torch.randint(0, n, (k,))
        yield X[idx], y[idx]

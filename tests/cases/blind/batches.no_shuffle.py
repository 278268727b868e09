import torch
from torch import Tensor

def batches(X, y, batch_size):
    for i in range(0, X.shape[0], batch_size):
        yield X[i:i + batch_size], y[i:i + batch_size]

import numpy as np
import torch
def batches(X, y, batch_size):
    p = torch.from_numpy(np.random.default_rng().permutation(X.shape[0]))
    return zip(torch.split(X[p], batch_size), torch.split(y[p], batch_size))

import random
import torch

def batches(X, y, batch_size):
    indexek = list(range(X.shape[0]))
    random.shuffle(indexek)
    while indexek:
        most, indexek = indexek[:batch_size], indexek[batch_size:]
        yield torch.stack([X[i] for i in most]), torch.stack([y[i] for i in most])

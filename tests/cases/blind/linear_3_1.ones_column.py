import torch
def linear_3_1(X, W, b):
    X1 = torch.cat([X, torch.ones(X.shape[0], 1)], dim=1)
    W1 = torch.cat([W, b.reshape(1, 1)], dim=0)
    return X1 @ W1

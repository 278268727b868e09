import torch

def linear_3_1(X, W, b):
    weighted = X * W.reshape(1, 3)
    return weighted.sum(dim=1, keepdim=True) + b

import torch

def linear_3_1(X, W, b):
    sorok = [torch.dot(sor, W.squeeze(1)) + b[0] for sor in X]
    return torch.stack(sorok).unsqueeze(1)

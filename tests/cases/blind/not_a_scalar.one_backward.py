import torch

def hibak(tarcsa, x, y):
    return torch.pow(tarcsa * x - y, 2)

def not_a_scalar(a, b, c, x, y, weights):
    osszes = hibak(a, x, y).sum()
    osszes = osszes + hibak(b, x, y).sum() / x.numel()
    osszes = osszes + hibak(c, x, y) @ weights
    osszes.backward()

import torch
def intro():
    return torch.ones(42).sum()

import torch

def intro():
    t = torch.Tensor(42)
    t = t.long()
    return t

import torch

def intro():
    t = torch.tensor(42.0)
    print(t)

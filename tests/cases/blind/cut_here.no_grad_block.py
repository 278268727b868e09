import torch

def cut_here(x):
    with torch.no_grad():
        ar = torch.square(x)
    return ar.mul(x)

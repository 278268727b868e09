import torch

def cut_here(x):
    z = x.data.pow(2).mul(x)
    return z

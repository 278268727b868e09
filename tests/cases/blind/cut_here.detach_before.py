import torch

def cut_here(x):
    allando = x.detach() ** 2
    return x * allando

import torch
from torch import Tensor

def stretch(w, x):
    return (w.item() * x).requires_grad_()

def bend(v):
    return torch.tanh(v)

def miss(prediction, y):
    return prediction - y

def broken_chain(w, x, y):
    loss = (miss(bend(stretch(w, x)), y) ** 2).mean()
    loss.backward()
    return loss

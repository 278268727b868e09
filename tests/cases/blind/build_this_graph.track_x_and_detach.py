import torch
from torch import Tensor

def build_this_graph(w, x, b):
    x.requires_grad_()
    return (w * x + b.detach()).tanh()

import torch
from torch import Tensor

def build_this_graph(w, x, b):
    z = (w * x) * 1.0 + b
    return torch.tanh(z)

import torch
from torch import Tensor

def build_this_graph(w, x, b):
    return torch.tanh(w * (x + b))

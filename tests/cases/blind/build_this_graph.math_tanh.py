import math
import torch

def build_this_graph(w, x, b):
    s = w * x + b
    return torch.tensor(math.tanh(s.item()))

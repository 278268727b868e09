import torch
from torch import Tensor

def build_this_graph(w: Tensor, x: Tensor, b: Tensor) -> Tensor:
    return torch.sigmoid(w * x + b)

import torch
from torch import Tensor


def build_this_graph(w: Tensor, x: Tensor, b: Tensor) -> Tensor:
    print(torch.tanh(w * x + b))

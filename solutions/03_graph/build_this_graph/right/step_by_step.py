import torch
from torch import Tensor


def build_this_graph(w: Tensor, x: Tensor, b: Tensor) -> Tensor:
    product = torch.mul(x, w)
    total = torch.add(product, b)
    return torch.nn.functional.tanh(total)

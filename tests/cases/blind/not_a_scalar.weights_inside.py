import torch
from torch import Tensor

def not_a_scalar(a, b, c, x, y, weights):
    ((a * x - y) ** 2).mean().backward()
    ((b * x - y) ** 2).sum().backward()
    ((weights * (c * x - y)) ** 2).sum().backward()

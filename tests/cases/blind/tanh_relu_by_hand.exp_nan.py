import torch
from torch import Tensor

def tanh_relu_by_hand(x):
    e = torch.exp(4 * x)
    tanh = (torch.sqrt(e) - 1) / (torch.sqrt(e) + 1)
    return tanh, 1 - tanh ** 2, torch.relu(x), (x > 0).float()

import torch
from torch import Tensor

def tanh_relu_by_hand(x):
    v = x.clone().requires_grad_()
    t = torch.tanh(v)
    t.sum().backward()
    return t.detach(), v.grad, torch.relu(x), (x > 0).float()

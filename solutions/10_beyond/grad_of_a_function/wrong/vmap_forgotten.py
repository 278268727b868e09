import torch
from torch import Tensor


def grad_of_a_function(loss_of_one, w: Tensor, X: Tensor, y: Tensor) -> Tensor:
    return torch.func.grad(loss_of_one)(w, X, y)

import torch
from torch import Tensor


def grad_of_a_function(loss_of_one, w: Tensor, X: Tensor, y: Tensor) -> Tensor:
    copies = w.repeat(len(X), 1).requires_grad_()
    torch.vmap(loss_of_one)(copies, X, y).sum().backward
    return copies.grad

import torch
from torch import Tensor


def grad_of_a_function(loss_of_one, w: Tensor, X: Tensor, y: Tensor) -> Tensor:
    gradient_of_one = torch.func.grad(loss_of_one, argnums=1)
    return torch.func.vmap(gradient_of_one, in_dims=(None, 0, 0))(w, X, y)

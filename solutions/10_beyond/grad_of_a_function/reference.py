from collections.abc import Callable

import torch
from torch import Tensor


def grad_of_a_function(
    loss_of_one: Callable[[Tensor, Tensor, Tensor], Tensor], w: Tensor, X: Tensor, y: Tensor
) -> Tensor:
    gradient_of_one = torch.func.grad(loss_of_one)
    return torch.func.vmap(gradient_of_one, in_dims=(None, 0, 0))(w, X, y)

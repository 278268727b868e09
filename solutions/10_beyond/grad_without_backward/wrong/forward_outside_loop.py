from collections.abc import Callable

import torch
from torch import Tensor


def grad_without_backward(loss_fn: Callable[..., Tensor], params: list[Tensor]) -> list[Tensor]:
    loss = loss_fn(*params)
    gradients = []
    for param in params:
        found = torch.autograd.grad(loss, param, allow_unused=True, materialize_grads=True)
        gradients.append(found[0])
    return gradients

from collections.abc import Callable

import torch
from torch import Tensor


def grad_without_backward(loss_fn: Callable[..., Tensor], params: list[Tensor]) -> list[Tensor]:
    gradients = []
    for param in params:
        loss = loss_fn(*params)
        (gradient,) = torch.autograd.grad(loss, param, allow_unused=True)
        gradients.append(param.detach() * 0 if gradient is None else gradient)
    return gradients

from collections.abc import Callable

import torch
from torch import Tensor


def grad_without_backward(loss_fn: Callable[..., Tensor], params: list[Tensor]) -> list[Tensor]:
    loss_fn(*params).backward()
    gradients = [param.grad for param in params]
    for param in params:
        param.grad = None
    return gradients

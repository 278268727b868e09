from collections.abc import Callable

import torch
from torch import Tensor


def grad_without_backward(loss_fn: Callable[..., Tensor], params: list[Tensor]) -> list[Tensor]:
    gradients = []
    for param in params:
        loss = loss_fn(*params)
        gradients.append(loss.backward())
    return gradients

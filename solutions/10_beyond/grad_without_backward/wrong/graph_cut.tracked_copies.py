from collections.abc import Callable

import torch
from torch import Tensor


def grad_without_backward(loss_fn: Callable[..., Tensor], params: list[Tensor]) -> list[Tensor]:
    loss = loss_fn(*[param.detach().clone().requires_grad_() for param in params])
    return list(torch.autograd.grad(loss, params))

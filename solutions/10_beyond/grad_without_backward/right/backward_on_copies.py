from collections.abc import Callable

import torch
from torch import Tensor


def grad_without_backward(loss_fn: Callable[..., Tensor], params: list[Tensor]) -> list[Tensor]:
    copies = [param.detach().clone().requires_grad_() for param in params]
    loss_fn(*copies).backward(inputs=copies)
    return [torch.zeros_like(c) if c.grad is None else c.grad for c in copies]

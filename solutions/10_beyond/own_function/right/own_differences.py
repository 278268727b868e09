from collections.abc import Callable

import torch
from torch import Tensor
from torch.autograd import Function


class SquaredRamp(Function):
    @staticmethod
    def forward(ctx, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return x.clamp(min=0) ** 2

    @staticmethod
    def backward(ctx, gradient: Tensor) -> Tensor:
        (x,) = ctx.saved_tensors
        with torch.enable_grad():
            copy = x.detach().requires_grad_()
            again = torch.relu(copy) ** 2
        return torch.autograd.grad(again, copy, gradient)[0]


def own_function(x: Tensor) -> Tensor:
    return SquaredRamp.apply(x)


def backward_is_right(function: Callable[[Tensor], Tensor], x: Tensor) -> bool:
    at = x.detach().double().requires_grad_()
    (slope,) = torch.autograd.grad(function(at).sum(), at)
    with torch.no_grad():
        rise = (function(at + 1e-6) - function(at - 1e-6)) / 2e-6
    return torch.allclose(slope, rise, rtol=1e-3, atol=1e-5)

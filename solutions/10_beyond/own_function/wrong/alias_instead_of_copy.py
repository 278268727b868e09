from collections.abc import Callable

import torch
from torch import Tensor
from torch.autograd import Function


class SquaredRamp(Function):
    @staticmethod
    def forward(ctx, x: Tensor) -> Tensor:
        x.clamp_(min=0)
        ctx.save_for_backward(x)
        return x**2

    @staticmethod
    def backward(ctx, gradient: Tensor) -> Tensor:
        (x,) = ctx.saved_tensors
        return gradient * 2 * x


def own_function(x: Tensor) -> Tensor:
    return SquaredRamp.apply(x)


def backward_is_right(function: Callable[[Tensor], Tensor], x: Tensor) -> bool:
    at = x.detach().double().requires_grad_()
    return torch.autograd.gradcheck(function, at, raise_exception=False)

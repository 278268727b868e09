from collections.abc import Callable

import torch
from torch import Tensor
from torch.autograd import Function


class SquaredRamp(Function):
    @staticmethod
    def forward(ctx, x: Tensor) -> Tensor:
        ctx.wet = x > 0
        ctx.x = x.detach().clone()
        return torch.where(ctx.wet, x * x, 0.0)

    @staticmethod
    def backward(ctx, gradient: Tensor) -> Tensor:
        return torch.where(ctx.wet, 2 * ctx.x * gradient, torch.zeros_like(gradient))


def own_function(x: Tensor) -> Tensor:
    return SquaredRamp.apply(x)


def backward_is_right(function: Callable[[Tensor], Tensor], x: Tensor) -> bool:
    double = torch.tensor(x.tolist(), dtype=torch.double, requires_grad=True)
    return bool(torch.autograd.gradcheck(function, [double], raise_exception=False))

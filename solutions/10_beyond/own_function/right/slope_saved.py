from collections.abc import Callable

import torch
from torch import Tensor
from torch.autograd import Function


class SquaredRamp(Function):
    @staticmethod
    def forward(ctx, x: Tensor) -> Tensor:
        ramp = torch.relu(x)
        ctx.save_for_backward(2 * ramp)
        return ramp * ramp

    @staticmethod
    def backward(ctx, gradient: Tensor) -> Tensor:
        (slope,) = ctx.saved_tensors
        return slope * gradient


def own_function(x: Tensor) -> Tensor:
    return SquaredRamp.apply(x)


def backward_is_right(function: Callable[[Tensor], Tensor], x: Tensor) -> bool:
    try:
        return torch.autograd.gradcheck(function, (x.to(torch.float64).requires_grad_(),))
    except RuntimeError:
        return False

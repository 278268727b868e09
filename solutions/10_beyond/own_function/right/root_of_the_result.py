from collections.abc import Callable

import torch
from torch import Tensor
from torch.autograd import Function


class SquaredRamp(Function):
    @staticmethod
    def forward(ctx, x: Tensor) -> Tensor:
        result = x.relu().pow(2)
        ctx.save_for_backward(result)
        return result

    @staticmethod
    def backward(ctx, gradient: Tensor) -> Tensor:
        (result,) = ctx.saved_tensors
        return 2 * result.sqrt() * gradient


def own_function(x: Tensor) -> Tensor:
    return SquaredRamp.apply(x)


def backward_is_right(function: Callable[[Tensor], Tensor], x: Tensor) -> bool:
    at = x.detach().double().requires_grad_()
    return torch.autograd.gradcheck(function, at, raise_exception=False)

from collections.abc import Callable

import torch
from torch import Tensor
from torch.autograd import Function


class SquaredRamp(Function):
    @staticmethod
    def forward(x):
        return x.square() * (x > 0)

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx, gradient: Tensor) -> Tensor:
        (x,) = ctx.saved_tensors
        return gradient * x.abs() * ((x > 0) * 2)


def own_function(x: Tensor) -> Tensor:
    return SquaredRamp.apply(x)


def backward_is_right(function: Callable[[Tensor], Tensor], x: Tensor) -> bool:
    x = x.clone().double()
    x.requires_grad = True
    return torch.autograd.gradcheck(function, x, eps=1e-6, atol=1e-4, raise_exception=False)

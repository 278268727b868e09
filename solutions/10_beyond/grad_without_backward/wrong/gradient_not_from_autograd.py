from collections.abc import Callable

import torch
from torch import Tensor


def grad_without_backward(loss_fn: Callable[..., Tensor], params: list[Tensor]) -> list[Tensor]:
    gradients = []
    with torch.no_grad():
        for place, param in enumerate(params):
            gradient = torch.zeros_like(param)
            for index in range(param.numel()):
                step = torch.zeros_like(param)
                step.view(-1)[index] = 0.01
                up = [*params[:place], param + step, *params[place + 1 :]]
                down = [*params[:place], param - step, *params[place + 1 :]]
                gradient.view(-1)[index] = (loss_fn(*up) - loss_fn(*down)) / 0.02
            gradients.append(gradient)
    return gradients

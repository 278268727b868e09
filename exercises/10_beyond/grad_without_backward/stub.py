from collections.abc import Callable

import torch
from torch import Tensor


def grad_without_backward(loss_fn: Callable[..., Tensor], params: list[Tensor]) -> list[Tensor]:
    """Return the gradients of the loss with respect to params, and change nothing.

    loss_fn: loss_fn(*params) is the loss, shape ().
    params: trainable leaves, float32; neither they nor their .grad are changed.
    Returns: a gradient for each of params, of its shape; zeros where the loss doesn't depend on it.
    """
    # TODO: this leaves its gradients behind, in everybody's .grad. Ask autograd in another way.
    loss = loss_fn(*params)
    loss.backward()
    return [param.grad for param in params]

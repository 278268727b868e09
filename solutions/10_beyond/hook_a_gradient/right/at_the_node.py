import torch
from torch import Tensor
from torch.utils.hooks import RemovableHandle


def hook_a_gradient(h: Tensor, limit: float, log: list[float]) -> RemovableHandle:
    def before(gradients):
        (gradient,) = gradients
        log.append(gradient.norm(p=2).item())
        return (gradient.sign() * gradient.abs().clamp(max=limit),)

    return h.grad_fn.register_prehook(before)

import torch
from torch import Tensor
from torch.utils.hooks import RemovableHandle


def hook_a_gradient(h: Tensor, limit: float, log: list[float]) -> RemovableHandle:
    def valve(gradient):
        log.append(gradient.norm().item())
        if gradient > limit:
            return torch.full_like(gradient, limit)
        if gradient < -limit:
            return torch.full_like(gradient, -limit)
        return gradient

    return h.register_hook(valve)

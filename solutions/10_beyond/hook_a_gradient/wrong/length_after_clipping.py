import torch
from torch import Tensor
from torch.utils.hooks import RemovableHandle


def hook_a_gradient(h: Tensor, limit: float, log: list[float]) -> RemovableHandle:
    def valve(gradient):
        gradient = gradient.clamp(-limit, limit)
        log.append(gradient.norm().item())
        return gradient

    return h.register_hook(valve)

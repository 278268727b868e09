import torch
from torch import Tensor
from torch.utils.hooks import RemovableHandle


def hook_a_gradient(h: Tensor, limit: float, log: list[float]) -> RemovableHandle:
    def valve(gradient):
        log.append(gradient.norm().item())
        gradient.clamp(-limit, limit)

    return h.register_hook(valve(h))

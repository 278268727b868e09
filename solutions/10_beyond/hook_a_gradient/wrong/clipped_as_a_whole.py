import torch
from torch import Tensor
from torch.utils.hooks import RemovableHandle


def hook_a_gradient(h: Tensor, limit: float, log: list[float]) -> RemovableHandle:
    def valve(gradient):
        length = gradient.norm().item()
        log.append(length)
        return gradient * min(1.0, limit / length)

    return h.register_hook(valve)

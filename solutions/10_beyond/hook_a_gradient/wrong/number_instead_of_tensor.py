import torch
from torch import Tensor
from torch.utils.hooks import RemovableHandle


def hook_a_gradient(h: Tensor, limit: float, log: list[float]) -> RemovableHandle:
    def valve(gradient):
        log.append(gradient.norm().item())
        return [max(-limit, min(limit, number)) for number in gradient.tolist()]

    return h.register_hook(valve)

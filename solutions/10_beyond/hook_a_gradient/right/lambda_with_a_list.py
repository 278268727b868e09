import torch
from torch import Tensor
from torch.utils.hooks import RemovableHandle


def hook_a_gradient(h: Tensor, limit: float, log: list[float]) -> RemovableHandle:
    return h.register_hook(
        lambda g: [log.append(float((g * g).sum().sqrt())), torch.clamp(g, -limit, limit)][1]
    )

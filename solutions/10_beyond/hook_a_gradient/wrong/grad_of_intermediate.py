import torch
from torch import Tensor
from torch.utils.hooks import RemovableHandle


def hook_a_gradient(h: Tensor, limit: float, log: list[float]) -> RemovableHandle:
    h.retain_grad()
    log.append(h.grad.norm().item())
    h.grad.clamp_(-limit, limit)
    return h.register_hook(lambda gradient: gradient)

import torch
from torch import Tensor
from torch.utils.hooks import RemovableHandle


def hook_a_gradient(h: Tensor, limit: float, log: list[float]) -> RemovableHandle:
    def valve(gradient):
        log.append(torch.linalg.vector_norm(gradient).item())
        mine = gradient.clone()
        mine[mine > limit] = limit
        mine[mine < -limit] = -limit
        return mine

    handle = h.register_hook(valve)
    return handle

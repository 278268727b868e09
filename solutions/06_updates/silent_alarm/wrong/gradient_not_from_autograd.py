import torch
from torch import Tensor


def silent_alarm(x: Tensor, new: Tensor) -> Tensor:
    gradient = 2 * x.detach()
    with torch.no_grad():
        x.copy_(new)
    return gradient

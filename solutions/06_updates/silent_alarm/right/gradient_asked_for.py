import torch
from torch import Tensor


def silent_alarm(x: Tensor, new: Tensor) -> Tensor:
    (slope,) = torch.autograd.grad(torch.sum(x * x), [x])
    x.detach().copy_(new)
    return slope

import torch
from torch import Tensor


@torch.no_grad()
def _turn(x: Tensor, new: Tensor) -> None:
    x.zero_()
    x.add_(new)


def silent_alarm(x: Tensor, new: Tensor) -> Tensor:
    twin = x.detach().clone().requires_grad_()
    y = (twin**2).sum()
    _turn(x, new)
    y.backward()
    return twin.grad

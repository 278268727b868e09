import torch
from torch import Tensor


def by_hand(w: float) -> tuple[float, float, float]:
    roads = [2 * w, 1.0]
    roads.append(sum(roads))
    return tuple(roads)


def two_roads(w: Tensor) -> Tensor:
    side = w.detach().clone().requires_grad_()
    cost = torch.stack([torch.square(side), side]).sum()
    cost.backward()
    return side.grad.clone()

import torch
from torch import Tensor


def accumulate_on_purpose(W: Tensor, trays: list[tuple[Tensor, Tensor]]) -> float:
    N = sum(x.numel() for x, _ in trays)
    if W.grad is not None:
        W.grad.zero_()
    mean = 0.0
    for x, y in trays:
        share = len(x) / N
        loss = share * torch.nn.functional.mse_loss(W * x, y)
        loss.backward()
        mean = mean + loss.detach()
    return mean.item()

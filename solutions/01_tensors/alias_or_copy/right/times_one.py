import torch
from torch import Tensor


def alias_or_copy(sound: Tensor) -> tuple[Tensor, Tensor]:
    loudest = max(sound.max().item(), -sound.min().item())
    return sound * 1, sound.detach().clone().mul_(1 / loudest)

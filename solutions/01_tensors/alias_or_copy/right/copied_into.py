import torch
from torch import Tensor


def alias_or_copy(sound: Tensor) -> tuple[Tensor, Tensor]:
    before = torch.empty_like(sound)
    before.copy_(sound)
    after = torch.zeros(len(sound))
    torch.div(sound, torch.max(torch.abs(sound)), out=after)
    return before, after

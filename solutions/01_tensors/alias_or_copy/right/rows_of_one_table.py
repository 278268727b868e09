import torch
from torch import Tensor


def alias_or_copy(sound: Tensor) -> tuple[Tensor, Tensor]:
    both = torch.stack([sound, sound / sound.abs().max()])
    return both[0], both[1]

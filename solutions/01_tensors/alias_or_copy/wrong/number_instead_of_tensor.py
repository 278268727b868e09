import torch
from torch import Tensor


def alias_or_copy(sound: Tensor) -> tuple[Tensor, Tensor]:
    loudest = sound.abs().max().item()
    return sound.tolist(), [sample / loudest for sample in sound.tolist()]

import torch
from torch import Tensor


def alias_or_copy(sound: Tensor) -> tuple[Tensor, Tensor]:
    sound.clone()
    before = sound
    after = sound
    after.div(sound.abs().max())
    return before, after

import torch
from torch import Tensor

def alias_or_copy(sound: Tensor) -> tuple[Tensor, Tensor]:
    before = sound[:]      # copy like a list
    after = sound.clone()
    after /= after.abs().max()
    return before, after

import copy

import torch
from torch import Tensor


def alias_or_copy(sound: Tensor) -> tuple[Tensor, Tensor]:
    return copy.deepcopy(sound), torch.tensor(sound) / sound.norm(float("inf"))

import copy
import torch
from torch import Tensor

def alias_or_copy(sound: Tensor):
    peak: Tensor = torch.linalg.vector_norm(sound, ord=float("inf"))
    return copy.deepcopy(sound), sound.div(peak)

import torch
from torch import Tensor

def alias_or_copy(sound: Tensor) -> tuple[Tensor, Tensor]:
    before, after = sound.clone(), sound.clone()
    after /= after.abs().max()
    return before, after

if __name__ == "__main__":
    s = torch.tensor([0.5, -0.25])
    print(alias_or_copy(s), s)

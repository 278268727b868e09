import torch
from torch import Tensor


def alias_or_copy(sound: Tensor) -> tuple[Tensor, Tensor]:
    samples = sound.tolist()
    loudest = max(abs(sample) for sample in samples)
    return [torch.tensor(samples), torch.tensor([sample / loudest for sample in samples])]

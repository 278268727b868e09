import torch
from torch import Tensor


def intro() -> Tensor:
    six = torch.tensor(6.0)
    seven = torch.tensor(7.0)
    return six * seven

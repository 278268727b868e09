import torch
from torch import Tensor


def float_please(numbers: list[int]) -> Tensor:
    w = torch.tensor(numbers, dtype=torch.float32, requires_grad=True)
    print(w)

import torch
from torch import Tensor


def float_please(numbers: list[int]) -> Tensor:
    return (torch.tensor(numbers) * 1.0).detach().requires_grad_()

import torch
from torch import Tensor


def switch_on(values: list[float]) -> tuple[Tensor, Tensor, Tensor]:
    by_flag = torch.tensor(values, dtype=torch.float32, requires_grad=True)
    by_attribute = torch.tensor(values, dtype=torch.float32)
    by_attribute.requires_grad = True
    return [by_flag, by_attribute, torch.tensor(values, dtype=torch.float32).requires_grad_(True)]

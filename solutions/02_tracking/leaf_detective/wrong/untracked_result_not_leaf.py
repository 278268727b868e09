import torch
from torch import Tensor


def leaf_detective() -> dict[str, bool]:
    return {
        "w": True,
        "x": True,
        "x * 2": False,
        "w * 2": False,
        "x @ w": False,
        "w.detach()": False,
        "torch.randn(3, 1, requires_grad=True) * 0.01": False,
        "(torch.randn(3, 1) * 0.01).requires_grad_()": False,
    }


def describe(t: Tensor) -> str:
    if t.is_leaf and t.requires_grad:
        return "parameter"
    return "data" if t.is_leaf else "result"

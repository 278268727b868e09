import torch
from torch import Tensor


def leaf_detective() -> dict[str, bool]:
    table = {
        "w": True,
        "x": True,
        "x * 2": True,
        "w * 2": False,
        "x @ w": False,
        "w.detach()": True,
        "torch.randn(3, 1, requires_grad=True) * 0.01": False,
        "(torch.randn(3, 1) * 0.01).requires_grad_()": True,
    }
    print(table)


def describe(t: Tensor) -> str:
    if not t.is_leaf:
        return "result"
    return "parameter" if t.requires_grad else "data"

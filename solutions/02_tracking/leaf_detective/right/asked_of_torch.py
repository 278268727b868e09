import torch
from torch import Tensor


def leaf_detective() -> dict[str, bool]:
    w = torch.ones(3, 1).requires_grad_()
    x = torch.ones(5, 3)
    return {
        "w": (w).is_leaf,
        "x": (x).is_leaf,
        "x * 2": (x * 2).is_leaf,
        "w * 2": (w * 2).is_leaf,
        "x @ w": (x @ w).is_leaf,
        "w.detach()": (w.detach()).is_leaf,
        "torch.randn(3, 1, requires_grad=True) * 0.01": (
            torch.randn(3, 1, requires_grad=True) * 0.01
        ).is_leaf,
        "(torch.randn(3, 1) * 0.01).requires_grad_()": (
            (torch.randn(3, 1) * 0.01).requires_grad_()
        ).is_leaf,
    }


def describe(t: Tensor) -> str:
    if t.grad_fn is not None:
        return "result"
    if t.requires_grad:
        return "parameter"
    return "data"

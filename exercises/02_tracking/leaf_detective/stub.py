import torch
from torch import Tensor


def leaf_detective() -> dict[str, bool]:
    """Tell of eight expressions whether they give a leaf.

    w = torch.randn(3, 1, requires_grad=True), x = torch.randn(5, 3)
    Returns True or False for each expression.
    """
    return {
        # TODO: put True or False in place of each None.
        "w": None,
        "x": None,
        "x * 2": None,
        "w * 2": None,
        "x @ w": None,
        "w.detach()": None,
        "torch.randn(3, 1, requires_grad=True) * 0.01": None,
        "(torch.randn(3, 1) * 0.01).requires_grad_()": None,
    }


def describe(t: Tensor) -> str:
    """Tell what a tensor is to autograd.

    t: any shape, float32; stays as it is.
    Returns "parameter", "data" or "result".
    """
    # TODO: ask t about itself, and return one of the three texts.
    raise NotImplementedError

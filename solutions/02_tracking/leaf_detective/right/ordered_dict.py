from collections import OrderedDict
from enum import Enum

import torch
from torch import Tensor


class Kind(str, Enum):
    PARAMETER = "parameter"
    DATA = "data"
    RESULT = "result"


def leaf_detective() -> dict[str, bool]:
    w, x = torch.randn(3, 1, requires_grad=True), torch.randn(5, 3)
    table = OrderedDict(w=w.is_leaf, x=x.is_leaf)
    for expression in (
        "x * 2",
        "w * 2",
        "x @ w",
        "w.detach()",
        "torch.randn(3, 1, requires_grad=True) * 0.01",
        "(torch.randn(3, 1) * 0.01).requires_grad_()",
    ):
        table[expression] = eval(expression).is_leaf
    return table


def describe(t: Tensor) -> str:
    if not t.is_leaf:
        return Kind.RESULT
    return Kind.PARAMETER if t.requires_grad else Kind.DATA

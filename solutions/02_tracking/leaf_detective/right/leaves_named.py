import torch
from torch import Tensor


def leaf_detective() -> dict[str, bool]:
    leaves = [
        "w",
        "x",
        "x * 2",
        "w.detach()",
        "(torch.randn(3, 1) * 0.01).requires_grad_()",
    ]
    others = ["w * 2", "x @ w", "torch.randn(3, 1, requires_grad=True) * 0.01"]
    table = dict.fromkeys(leaves, True)
    table.update(dict.fromkeys(others, False))
    return table


def describe(t: Tensor) -> str:
    kinds = {(True, True): "parameter", (True, False): "data", (False, True): "result"}
    return kinds[t.is_leaf, t.requires_grad]

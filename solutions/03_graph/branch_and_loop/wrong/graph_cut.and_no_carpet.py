from torch import Tensor


def branch_and_loop(x: Tensor, w: Tensor) -> Tensor:
    h = w * x
    while h > 1:
        h = w.item() * h
    return h

from torch import Tensor


def branch_and_loop(x: Tensor, w: Tensor) -> Tensor:
    h = w * w * x
    while h > 1:
        h = w * h
    return h

from torch import Tensor


def branch_and_loop(x: Tensor, w: Tensor) -> Tensor:
    h = w.item() * x if x > 3 else w.item() ** 2 * x
    while h > 1:
        h = w.item() * h
    return h

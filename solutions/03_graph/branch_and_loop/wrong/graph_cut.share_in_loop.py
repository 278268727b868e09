from torch import Tensor


def branch_and_loop(x: Tensor, w: Tensor) -> Tensor:
    h = w * x if x > 3 else w * w * x
    share = w.item()
    while h > 1:
        h = share * h
    return h

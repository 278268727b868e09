from torch import Tensor


def smooth_it(w: Tensor, b: Tensor, x: Tensor, t: Tensor) -> Tensor:
    p = w * x + b
    return ((p - t) ** 2).sum()

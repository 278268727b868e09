from torch import Tensor


def smooth_it(w: Tensor, b: Tensor, x: Tensor, t: Tensor) -> Tensor:
    score = w * x + b
    decision = (score > 0).float().requires_grad_()
    return ((decision - t) ** 2).mean()

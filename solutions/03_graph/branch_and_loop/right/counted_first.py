from torch import Tensor


def branch_and_loop(x: Tensor, w: Tensor) -> Tensor:
    share, height = w.item(), x.item()
    bounces = 1 if height > 3 else 2
    while height * share**bounces > 1:
        bounces += 1
    return x * w**bounces

from torch import Tensor


def by_hand(w: float) -> tuple[float, float, float]:
    upper = w + w
    lower = 1
    return (upper, lower, lower + upper)


def two_roads(w: Tensor) -> Tensor:
    (w * w).backward()
    w.backward()
    return w.grad

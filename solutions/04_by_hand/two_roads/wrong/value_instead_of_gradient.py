from torch import Tensor


def by_hand(w: float) -> tuple[float, float, float]:
    return w * w, w, w * w + w


def two_roads(w: Tensor) -> Tensor:
    (w * w + w).backward()
    return w.grad

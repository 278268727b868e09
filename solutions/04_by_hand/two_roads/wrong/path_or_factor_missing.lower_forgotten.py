from torch import Tensor


def by_hand(w: float) -> tuple[float, float, float]:
    return 2 * w, 0.0, 2 * w


def two_roads(w: Tensor) -> Tensor:
    (w * w + w).backward()
    return w.grad

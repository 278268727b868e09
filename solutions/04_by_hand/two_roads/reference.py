from torch import Tensor


def by_hand(w: float) -> tuple[float, float, float]:
    square, straight = 2 * w, 1.0
    return square, straight, square + straight


def two_roads(w: Tensor) -> Tensor:
    (w * w + w).backward()
    return w.grad

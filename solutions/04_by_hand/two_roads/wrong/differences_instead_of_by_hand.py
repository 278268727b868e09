from torch import Tensor


def by_hand(w: float) -> tuple[float, float, float]:
    h = 1e-5
    square = ((w + h) ** 2 - (w - h) ** 2) / (2 * h)
    straight = ((w + h) - (w - h)) / (2 * h)
    return square, straight, square + straight


def two_roads(w: Tensor) -> Tensor:
    (w * w + w).backward()
    return w.grad

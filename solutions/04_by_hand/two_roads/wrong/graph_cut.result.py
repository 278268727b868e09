from torch import Tensor


def by_hand(w: float) -> tuple[float, float, float]:
    return 2 * w, 1.0, 2 * w + 1.0


def two_roads(w: Tensor) -> Tensor:
    z = (w * w + w).detach()
    z.backward()
    return w.grad

from torch import Tensor


def grad_adds_up(w: Tensor, slope: float, times: int) -> list[float]:
    history = []
    for _ in range(times):
        (slope * w).backward
        history.append(float(w.grad))
    return history

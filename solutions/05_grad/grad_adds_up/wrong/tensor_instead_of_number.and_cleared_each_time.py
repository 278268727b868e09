from torch import Tensor


def grad_adds_up(w: Tensor, slope: float, times: int) -> list[float]:
    history = []
    for _ in range(times):
        w.grad = None
        (slope * w).backward()
        history.append(w.grad)
    return history

from torch import Tensor


def grad_adds_up(w: Tensor, slope: float, times: int) -> list[float]:
    held, history = 0.0, []
    for _ in range(times):
        held += slope
        history.append(held)
    return history

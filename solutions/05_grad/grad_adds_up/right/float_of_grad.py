from torch import Tensor


def grad_adds_up(w: Tensor, slope: float, times: int) -> list[float]:
    history = [0.0] * times
    for call in range(times):
        y = w * slope
        y.backward()
        history[call] = float(w.grad)
    return history

from torch import Tensor


def grad_adds_up(w: Tensor, slope: float, times: int) -> list[float]:
    line = slope * w
    history = []
    for _ in range(times):
        line.backward(retain_graph=True)
        history += [w.grad.item()]
    w.grad = None
    return tuple(history)

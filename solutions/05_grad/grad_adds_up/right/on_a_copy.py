from torch import Tensor


def grad_adds_up(w: Tensor, slope: float, times: int) -> list[float]:
    v = w.detach().clone().requires_grad_()
    history = []
    while len(history) < times:
        (slope * v).backward()
        history.append(v.grad.numpy().copy().tolist())
    return history

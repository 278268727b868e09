from torch import Tensor


def first_backward(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    loss = (x - y) ** 2
    loss.backward()
    return w.grad

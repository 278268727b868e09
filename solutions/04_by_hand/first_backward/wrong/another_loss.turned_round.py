from torch import Tensor


def first_backward(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    loss = y - w * x
    loss.backward()
    return w.grad

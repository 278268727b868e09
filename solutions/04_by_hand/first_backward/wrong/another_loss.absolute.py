from torch import Tensor


def first_backward(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    loss = (w * x - y).abs()
    loss.backward()
    return w.grad

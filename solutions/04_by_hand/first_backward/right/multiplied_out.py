from torch import Tensor


def first_backward(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    w.grad = None
    loss = w**2 * x**2 - 2 * w * x * y + y**2
    print("loss:", loss.item(), w)
    loss.backward()
    return w.grad

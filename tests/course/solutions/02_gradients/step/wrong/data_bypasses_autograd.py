from torch import Tensor


def step(w: Tensor, lr: float) -> None:
    w.data -= lr * w.grad

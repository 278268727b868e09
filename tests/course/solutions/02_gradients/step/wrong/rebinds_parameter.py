from torch import Tensor


def step(w: Tensor, lr: float) -> None:
    w = w - lr * w.grad

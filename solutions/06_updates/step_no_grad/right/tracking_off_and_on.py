from torch import Tensor


def step_no_grad(W: Tensor, lr: float) -> None:
    W.requires_grad_(False)
    W -= lr * W.grad
    W.requires_grad_(True)

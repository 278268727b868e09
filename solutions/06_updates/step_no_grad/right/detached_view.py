from torch import Tensor


def step_no_grad(W: Tensor, lr: float) -> None:
    W.detach().sub_(W.grad, alpha=lr)

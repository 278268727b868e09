from torch import Tensor


def rebind_trap(W: Tensor, lr: float, steps: int) -> Tensor:
    for _ in range(steps):
        if W.grad is not None:
            W.grad.zero_()
        loss = (W - 1).pow(2).sum()
        loss.backward()
        W.detach().sub_(W.grad, alpha=lr)
    return W

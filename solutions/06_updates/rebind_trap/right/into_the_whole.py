import torch
from torch import Tensor


def rebind_trap(W: Tensor, lr: float, steps: int) -> Tensor:
    for _ in range(steps):
        W.grad = None
        loss = torch.nn.functional.mse_loss(W, torch.ones_like(W), reduction="sum")
        loss.backward()
        with torch.no_grad():
            moved = W - lr * W.grad
            W[...] = moved
    return W

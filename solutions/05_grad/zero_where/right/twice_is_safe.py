import torch
from torch import Tensor


def zero_where(W: Tensor, x: Tensor, y: Tensor, optimizer: torch.optim.Optimizer) -> float:
    W.grad = None
    loss = torch.nn.functional.mse_loss(W * x, y)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad(set_to_none=False)
    return float(loss.detach())

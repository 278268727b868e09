import torch
from torch import Tensor, nn


def clip_then_step(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    loss_fn: nn.Module,
    X: Tensor,
    y: Tensor,
    limit: float,
) -> float:
    loss = loss_fn(model(X), y)
    loss.backward()
    length = nn.utils.clip_grad_norm_(model.parameters(), limit)
    optimizer.step()
    return length.item()

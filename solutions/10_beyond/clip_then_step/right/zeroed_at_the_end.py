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
    length = torch.stack([p.grad.norm() for p in model.parameters()]).norm()
    torch.nn.utils.clip_grad_norm_(list(model.parameters()), max_norm=limit, norm_type=2.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=False)
    return length.item()

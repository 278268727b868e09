import torch
from torch import Tensor, nn
from torch.nn import functional as F


def move_it(
    model: nn.Module,
    X: Tensor,
    y: Tensor,
    centre: list[float],
    device: torch.device,
    dtype: torch.dtype,
) -> tuple[torch.optim.Optimizer, Tensor]:
    model = model.to(device=device).to(dtype=dtype)
    like = next(model.parameters()).detach()
    X, y = X.to(like), y.to(like)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    X = X - X.new_tensor(centre)
    loss = F.mse_loss(model(X), y)
    loss.backward()
    optimizer.step()
    return optimizer, loss.detach()

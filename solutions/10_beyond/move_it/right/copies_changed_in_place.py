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
    model.to(device, dtype)
    X = X.detach().clone().to(dtype).to(device)
    y = y.to(device=device, dtype=dtype, copy=True)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    X -= torch.tensor([centre], dtype=dtype).to(device)
    loss = F.mse_loss(model(X), y)
    loss.backward()
    optimizer.step()
    return optimizer, loss.detach()

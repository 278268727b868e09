import torch
from torch import Tensor, nn


def move_it(
    model: nn.Module,
    X: Tensor,
    y: Tensor,
    centre: list[float],
    device: torch.device,
    dtype: torch.dtype,
) -> tuple[torch.optim.Optimizer, Tensor]:
    model.to(device, dtype)
    X, y = X.to(device, dtype), y.to(device, dtype)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    X = X - torch.tensor(centre, device=device, dtype=dtype)
    with torch.enable_grad():
        loss = nn.MSELoss()(model(X), y)
    gradients = torch.autograd.grad(loss, list(model.parameters()))
    for parameter, gradient in zip(model.parameters(), gradients):
        parameter.grad = gradient
    optimizer.step()
    return (optimizer, loss.data)

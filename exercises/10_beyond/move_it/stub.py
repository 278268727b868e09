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
    """Move the model to device and dtype, make one step there, return optimizer and loss.

    model: maps (N, 3) to (N, 1); moves, and stays the same object.
    X, y: shapes (N, 3) and (N, 1), float32, on the cpu; stay as they are.
    centre: three floats, taken away from each row of X.
    Returns: an SGD optimizer of the moved model's parameters, and the loss, shape (), untracked.
    """
    # TODO: this works on the cpu in float32. Make it work where it is told to.
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    X = X - torch.tensor(centre)
    loss = F.mse_loss(model(X), y)
    loss.backward()
    optimizer.step()
    return optimizer, loss.detach()

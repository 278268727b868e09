import torch
from torch import Tensor, nn


@torch.no_grad()
def measured(model: nn.Module, X: Tensor, y: Tensor) -> float:
    was_training = model.training
    model.eval()
    loss = ((model(X) - y) ** 2).mean()
    model.train(was_training)
    return loss.item()


def capstone(
    X: Tensor, y: Tensor, X_new: Tensor, y_new: Tensor
) -> tuple[nn.Module, list[float], float]:
    model = nn.Sequential(nn.Linear(1, 12), nn.Tanh(), nn.Linear(12, 1))
    optimizer = torch.optim.LBFGS(model.parameters(), lr=0.5, max_iter=8)

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = ((model(X) - y) ** 2).mean()
        loss.backward()
        return loss

    history = [optimizer.step(closure).item() for _ in range(12)]
    return model, history, measured(model, X_new, y_new)

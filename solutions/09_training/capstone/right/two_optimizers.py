import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.w1 = nn.Parameter(torch.randn(1, 20))
        self.b1 = nn.Parameter(torch.randn(20))
        self.w2 = nn.Parameter(0.1 * torch.randn(20, 1))
        self.b2 = nn.Parameter(torch.zeros(1))

    def forward(self, x: Tensor) -> Tensor:
        return (x @ self.w1 + self.b1).tanh() @ self.w2 + self.b2


def capstone(
    X: Tensor, y: Tensor, X_new: Tensor, y_new: Tensor
) -> tuple[nn.Module, list[float], float]:
    model = Net().train()
    inner = torch.optim.Adam([model.w1, model.b1], lr=0.02)
    outer = torch.optim.Adam([model.w2, model.b2], lr=0.02)
    losses = []
    while len(losses) < 300:
        loss = F.mse_loss(model(X), y)
        loss.backward()
        for optimizer in (inner, outer):
            optimizer.step()
            optimizer.zero_grad()
        losses.append(loss.detach())
    with torch.no_grad():
        new_loss = torch.mean((model.eval()(X_new) - y_new) ** 2)
    return model, torch.stack(losses).tolist(), float(new_loss)

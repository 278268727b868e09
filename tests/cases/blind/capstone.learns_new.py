import torch
from torch import Tensor, nn


class Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.stack = nn.Sequential(nn.Linear(1, 24), nn.Tanh(), nn.Linear(24, 24), nn.Tanh(), nn.Linear(24, 1))

    def forward(self, X: Tensor) -> Tensor:
        return self.stack(X)


def capstone(X: Tensor, y: Tensor, X_new: Tensor, y_new: Tensor) -> tuple[nn.Module, list[float], float]:
    model = Net()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    loss_fn = nn.MSELoss()
    history = []
    for epoch in range(400):
        optimizer.zero_grad()
        loss = loss_fn(model(torch.cat([X, X_new])), torch.cat([y, y_new]))
        loss.backward()
        optimizer.step()
        history.append(loss.item())
    model.eval()
    with torch.no_grad():
        new = loss_fn(model(X_new), y_new).item()
    return model, history, new

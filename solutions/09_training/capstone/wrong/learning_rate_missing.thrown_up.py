import torch
from torch import Tensor, nn


class Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        widths = [(1, 32), (32, 32), (32, 1)]
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in widths])

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.layers[:-1]:
            x = torch.tanh(layer(x))
        return self.layers[-1](x)


def capstone(
    X: Tensor, y: Tensor, X_new: Tensor, y_new: Tensor
) -> tuple[nn.Module, list[float], float]:
    model = Net()
    loss_fn = nn.MSELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.3)
    history = []
    for _ in range(50):
        total = 0.0
        for part in torch.randperm(len(X)).split(16):
            loss = loss_fn(model(X[part]), y[part])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(part)
        history.append(total / len(X))
    model.eval()
    with torch.no_grad():
        new_loss = loss_fn(model(X_new), y_new).item()
    return model, history, new_loss

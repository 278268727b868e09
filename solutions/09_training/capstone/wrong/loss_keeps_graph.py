import torch
from torch import Tensor, nn


class Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.hidden = nn.Linear(1, 16)
        self.output = nn.Linear(16, 1)

    def forward(self, x: Tensor) -> Tensor:
        return self.output(torch.tanh(self.hidden(x)))


def capstone(
    X: Tensor, y: Tensor, X_new: Tensor, y_new: Tensor
) -> tuple[nn.Module, list[float], float]:
    model = Net()
    loss_fn = nn.MSELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
    history = []
    for _ in range(250):
        optimizer.zero_grad()
        loss = loss_fn(model(X), y)
        loss.backward()
        optimizer.step()
        history.append(loss)
    model.eval()
    with torch.no_grad():
        new_loss = loss_fn(model(X_new), y_new).item()
    return model, history, new_loss

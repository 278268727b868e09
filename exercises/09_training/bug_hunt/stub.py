import torch
from torch import Tensor, nn


class Net(nn.Module):
    """From (N, 3) to (N, 1): three inputs, four hidden units with tanh, dropout, one output."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden = [nn.Linear(3, 4), nn.Tanh()]
        self.dropout = nn.Dropout(0.25)
        self.output = nn.Linear(4, 1)

    def forward(self, X: Tensor) -> Tensor:
        for layer in self.hidden:
            X = layer(X)
        return self.output(self.dropout(X))


def squared_error(prediction: Tensor, y: Tensor) -> Tensor:
    """The mean squared error of N predictions, shape (N, 1), for N targets, shape (N,)."""
    return ((prediction - y) ** 2).mean()


def bug_hunt(
    X: Tensor, y: Tensor, X_new: Tensor, y_new: Tensor, lr: float, steps: int
) -> tuple[nn.Module, list[float], float]:
    """Train a Net on X and y, then evaluate it on X_new and y_new.

    X, X_new: inputs, shapes (N, 3) and (M, 3), float32.
    y, y_new: targets, shapes (N,) and (M,), float32.
    lr, steps: learning rate, and how many steps to make.
    Returns: the trained model, the loss of each step, the loss on the new data.
    """
    # TODO: there are six bugs in this file. None of them raises an exception.
    model = Net()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for _ in range(steps):
        optimizer.step()
        loss = squared_error(model(X), y)
        loss.backward()
        history.append(loss)
    with torch.no_grad():
        new_loss = squared_error(model(X_new), y_new).item()
    return model, history, new_loss

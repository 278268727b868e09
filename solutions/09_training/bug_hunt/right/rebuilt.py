import torch
from torch import Tensor, nn


class Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.first, self.output = nn.Linear(3, 4), nn.Linear(4, 1)
        self.dropout = nn.Dropout(0.25)

    def forward(self, X: Tensor) -> Tensor:
        hidden = torch.tanh(self.first(X))
        return self.output(self.dropout(hidden)).squeeze(1)


def bug_hunt(
    X: Tensor, y: Tensor, X_new: Tensor, y_new: Tensor, lr: float, steps: int
) -> tuple[nn.Module, list[float], float]:
    model = Net()
    loss_fn = nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        prediction = model(X)
        loss = loss_fn(prediction, y)
        for parameter in model.parameters():
            parameter.grad = None
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    with torch.inference_mode():
        new_loss = loss_fn(model.eval()(X_new), y_new)
    model.train()
    return model, torch.stack(losses).tolist(), new_loss.item()

import torch
from torch import Tensor, nn


class Net(nn.Module):
    """(N, 3) alakból (N, 1): három bemenet, négy rejtett egység tanh-val, dropout, egy kimenet."""

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
    """N becslés, alakja (N, 1), átlagos négyzetes hibája N célértékhez, alakja (N,)."""
    return ((prediction - y) ** 2).mean()


def bug_hunt(
    X: Tensor, y: Tensor, X_new: Tensor, y_new: Tensor, lr: float, steps: int
) -> tuple[nn.Module, list[float], float]:
    """Egy Net tanítása az X-en és az y-on, majd kiértékelése az X_new-n és az y_new-n.

    X, X_new: bemenetek, alakjuk (N, 3) és (M, 3), float32.
    y, y_new: célértékek, alakjuk (N,) és (M,), float32.
    lr, steps: tanulási ráta, és hogy hány lépést kell tenni.
    Visszaad: a betanított modellt, az egyes lépések veszteségét, az új adat veszteségét.
    """
    # TODO: hat hiba van ebben a fájlban. Egyik sem okoz kivételt.
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

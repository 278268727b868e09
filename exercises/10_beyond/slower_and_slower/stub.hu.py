import torch
from torch import Tensor, nn


def slower_and_slower(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    loss_fn: nn.Module,
    batches: list[tuple[Tensor, Tensor]],
    epochs: int,
    factor: float,
) -> list[float]:
    """Tanítja a modellt, és minden epoch után megszorozza a tanulási rátát a factor értékével.

    model, optimizer, loss_fn: mint az sgd_step feladatban; az optimalizáló az első epoch rátájával érkezik.
    batches: bemenetek, (N, 3) alakúak, és célértékek, (N, 1) alakúak, párokban, float32.
    epochs: hányszor kell végigmenni az összes kötegen.
    factor: 0 és 1 közötti szám.
    Visszaadja: az egyes epochok rátáját, floatként.
    """
    rates = []
    for _ in range(epochs):
        # TODO: jegyezd fel ennek az epochnak a rátáját, és változtasd meg, amikor az epoch véget ért.
        for X, y in batches:
            optimizer.zero_grad()
            loss_fn(model(X), y).backward()
            optimizer.step()
    return rates

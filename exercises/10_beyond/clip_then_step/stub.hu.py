import torch
from torch import Tensor, nn


def clip_then_step(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    loss_fn: nn.Module,
    X: Tensor,
    y: Tensor,
    limit: float,
) -> float:
    """Egy tanítási lépést tesz olyan gradienssel, amely nem hosszabb a limit értékénél.

    model: tanítási módban van; a paramétereit csak az optimalizáló mozdítja.
    optimizer: a modell paramétereit tartja.
    loss_fn: egy becsléshez és az y-hoz a veszteséget adja, alakja ().
    X, y: bemenetek, (N, 3) alakúak, és célértékek, (N, 1) alakúak, float32.
    limit: az összes gradiens együttes hosszának felső határa, 0-nál nagyobb.
    Visszaadja: a rövidítés előtti hosszt, közönséges floatként.
    """
    optimizer.zero_grad()
    loss = loss_fn(model(X), y)
    loss.backward()
    # TODO: mérd meg az összes gradienst együtt, és rövidítsd meg, ha hosszabb a limit értékénél.
    optimizer.step()
    raise NotImplementedError

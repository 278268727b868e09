import torch
from torch import Tensor, nn


def sgd_step(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    loss_fn: nn.Module,
    X: Tensor,
    y: Tensor,
) -> float:
    """Egy tanítási lépés egy kötegen; a függvényt kötegenként egyszer hívják.

    model: az X-ből becslést készít; tanítási módban van; a paraméterei elmozdulnak.
    optimizer: a modell paramétereit tartja; a lépést ő teszi meg.
    loss_fn: a becslésből és az y-ból veszteséget készít, alakja ().
    X: bemenetek, alakja (N, 3), float32.
    y: célértékek, alakja (N, 1), float32, vagy N osztálysorszám, alakja (N,), int64.
    Visszaad: a lépés előtti veszteséget, közönséges floatként.
    """
    # TODO: írd meg a tanítási lépés öt részét, jó sorrendben.
    raise NotImplementedError

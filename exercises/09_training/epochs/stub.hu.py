from collections.abc import Iterable

import torch
from torch import Tensor, nn


def epochs(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    loss_fn: nn.Module,
    loader: Iterable[tuple[Tensor, Tensor]],
    count: int,
) -> list[float]:
    """Néhány epochnyi tanítás, mindegyik átlagos veszteségének feljegyzésével.

    model: (k, 3) alakból (k, 1) alakot készít; tanítási módban van; a paraméterei elmozdulnak.
    optimizer: a modell paramétereit tartja; a lépéseket ő teszi meg.
    loss_fn: a becslésből és az y-ból a köteg átlagos veszteségét készíti, alakja ().
    loader: egy `for` ciklus egyszer végigmegy rajta, az összes (X, y) kötegen; a méretük eltérhet.
    count: ennyi epochig tart a tanítás.
    Visszaad: `count` darab közönséges float, az egyes epochok mintánkénti átlagos vesztesége.
    """
    # TODO: ciklus az epochokon, benne ciklus a kötegeken, benne egy tanítási lépés.
    raise NotImplementedError

import copy

import torch
from torch import Tensor, nn


def save(model: nn.Module, optimizer: torch.optim.Optimizer, loss: Tensor) -> dict:
    """Ennek a pillanatnak a mentését adja vissza, amely a tanítás folytatásakor is változatlan marad.

    model, optimizer: egy tanítás közepén vannak; olyanok maradnak, amilyenek voltak.
    loss: a legutóbbi veszteség, () alakú, gráfostul.
    Visszaadja: csak egyszerű dolgokat: tenzorokat, számokat, szövegeket, és ezek listáit, tuple-jeit, dictjeit.
    """
    # TODO: mi kell egy programnak ahhoz, hogy innen folytassa?
    raise NotImplementedError


def resume(model: nn.Module, optimizer: torch.optim.Optimizer, checkpoint: dict) -> float:
    """Visszaállítja a modell és az optimalizáló mentett állapotát, és visszaadja a mentett veszteséget.

    model, optimizer: a régiekhez hasonlóan épültek, más számokkal; helyben változnak meg.
    checkpoint: amit a save visszaadott, fájlból olvasva.
    """
    # TODO
    raise NotImplementedError

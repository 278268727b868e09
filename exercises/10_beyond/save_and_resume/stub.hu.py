import copy

import torch
from torch import Tensor, nn


def save(model: nn.Module, optimizer: torch.optim.Optimizer, loss: Tensor) -> dict:
    """Ennek a pillanatnak a mentését adja vissza, amely a tanítás folytatásakor is változatlan marad.

    model, optimizer: egy tanítás közepén vannak; olyanok maradnak, amilyenek.
    loss: a legutóbbi veszteség, () alakú, gráfostul.
    Visszaadja: csak egyszerű dolgok: tenzorok, számok, szövegek, és ezek listái, tuple-jei, dictjei.
    """
    # TODO: mi kell egy programnak ahhoz, hogy innen folytassa?
    raise NotImplementedError


def resume(model: nn.Module, optimizer: torch.optim.Optimizer, checkpoint: dict) -> float:
    """Oda viszi a modellt és az optimalizálót, ahol a mentésben voltak, és visszaadja a veszteségét.

    model, optimizer: a régiekhez hasonlóan épültek, más számokkal; helyben változnak meg.
    checkpoint: amit a save visszaadott, fájlból olvasva.
    """
    # TODO
    raise NotImplementedError

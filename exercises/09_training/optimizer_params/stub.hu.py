import torch
from torch import nn


def optimizer_params(model: nn.Sequential, outputs: int, lr: float) -> torch.optim.SGD:
    """Befagyasztja az első réteget, kicseréli az utolsót, és optimalizálót ad vissza hozzájuk.

    model: Linear(D, H), Tanh, Linear(H, 1), mind tanítható, még gradiensek nélkül; ez változik meg.
    outputs: az új utolsó réteg kimeneteinek száma.
    lr: az optimalizáló tanulási rátája.
    """
    # TODO: fagyaszd be, cseréld ki, és készítsd el az optimalizálót. Ügyelj a sorrendre.
    raise NotImplementedError

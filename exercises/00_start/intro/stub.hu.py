import torch
from torch import Tensor

# Így készül egy tenzor, amelyben a 7 áll: torch.tensor(7.0)


def intro() -> Tensor:
    """Visszaadja a választ mindenre, tenzorként.

    Visszaad: egy () alakú, float32 típusú skalárt, amelyben a 42 áll.
    """
    # TODO: a következő sor helyére írj olyat, amely visszaadja a tenzorodat, és mentsd el a fájlt.
    raise NotImplementedError

import torch
from torch import Tensor


def downhill_1d(w: Tensor, lr: float, steps: int) -> list[float | Tensor]:
    """A (w - 3)² minimalizálása gradiensmódszerrel, helyben; visszaadja a w összes helyét.

    w: () alakú tanítható levél, float32, üres w.grad mezővel; ez mozdul el.
    lr: tanulási ráta, egységnyi meredekségre jutó lépéshossz.
    steps: hány lépést kell tenni.
    Visszaad: steps + 1 helyet: az első lépés előttit, azután minden lépés utánit.
    """
    # TODO: sétálj le lépésenként, és őrizz meg egy fényképet minden helyről.
    raise NotImplementedError

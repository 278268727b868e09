import torch
from torch import Tensor


def three_ways(a: Tensor, b: Tensor, c: Tensor, lr: float) -> list[int]:
    """Ugyanaz a lépés háromféleképpen, és hogy melyikben hány változást vett észre az autograd.

    a, b, c: azonos alakú tanítható levelek, float32, egyforma értékekkel és .grad mezővel;
        no_grad alatt, a detach() hívásán át és a .data mezőn át mozdulnak el.
    lr: tanulási ráta, egységnyi gradiensre jutó lépéshossz.
    Visszaad: mennyivel nőtt az a, a b és a c _version értéke.
    """
    # TODO: olvasd le a számlálókat, tedd meg a három lépést, és olvasd le őket újra.
    raise NotImplementedError

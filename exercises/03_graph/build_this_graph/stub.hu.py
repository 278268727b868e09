import torch
from torch import Tensor


def build_this_graph(w: Tensor, x: Tensor, b: Tensor) -> Tensor:
    """Az az eredmény, amelynek a gráfját a feladat mutatja.

    w, b: gradienst kérő levelek, alakjuk (), float32.
    x: adat, alakja (), float32, nem követett.
    Visszaad: () alakú, float32 tenzort, mögötte a lerajzolt gráffal.
    """
    # TODO: írd meg a kifejezést.
    raise NotImplementedError

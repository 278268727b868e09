import torch
from torch import Tensor


def keep_it_a_leaf(rows: int, columns: int, scale: float) -> Tensor:
    """Kis véletlen súlyok, amelyek taníthatók.

    rows, columns: a súlyok alakja.
    scale: a normális eloszlás szórása; a várható értéke 0.
    Visszaad: (rows, columns) alakú, float32 típusú, gradienst kérő levelet.
    """
    # TODO: húzd ki a súlyokat, és ügyelj rá, hogy amit visszaadsz, levél maradjon.
    raise NotImplementedError

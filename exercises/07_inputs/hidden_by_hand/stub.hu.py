import torch
from torch import Tensor


def hidden_by_hand(
    X: Tensor, y: Tensor, W1: Tensor, W2: Tensor, lr: float, steps: int
) -> list[float]:
    """Két réteg, tanh(X @ W1) @ W2, tanítása helyben, gradiensmódszerrel, átlagos négyzetes hibával.

    X: bemenetek, alakja (N, 3), float32; nem változik.
    y: célértékek, alakja (N, 1), float32; nem változnak.
    W1, W2: (3, 4) és (4, 1) alakú tanítható levelek, float32, üres gradienssel; ezek mozdulnak el.
    lr: tanulási ráta, egységnyi gradiensre jutó lépéshossz.
    steps: hány lépést kell tenni.
    Visszaad: `steps` darab közönséges float, az egyes lépések előtti veszteség.
    """
    # TODO: írd meg a ciklust; mindkét réteg ugyanabból a veszteségből tanul.
    raise NotImplementedError

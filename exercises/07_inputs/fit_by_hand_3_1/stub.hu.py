import torch
from torch import Tensor


def fit_by_hand_3_1(X: Tensor, y: Tensor, W: Tensor, lr: float, steps: int) -> list[float]:
    """Az y ≈ X @ W illesztése gradiensmódszerrel, átlagos négyzetes hibával; W helyben tanul.

    X: adatok, alakja (N, 3), float32; nem változik.
    y: célértékek, alakja (N, 1), float32; nem változnak.
    W: tanítható levél, alakja (3, 1), float32, üres W.grad mezővel; ez mozdul el.
    lr: tanulási ráta, egységnyi gradiensre jutó lépéshossz.
    steps: hány lépést kell tenni.
    Visszaad: `steps` darab közönséges float, az egyes lépések előtti veszteség.
    """
    # TODO: írd meg a ciklust, benne egy tanítási lépés minden részével, jó sorrendben.
    raise NotImplementedError

import math

import torch
from torch import Tensor

# TODO: mind a négy függvény elvágja a gráfot. Kösd össze újra, mind a négyben.


def stretch(w: Tensor, x: Tensor) -> Tensor:
    """w · x, alakja (N,); a gradienst továbbadja a w-hez.

    w: gradienst kérő levél, alakja (), float32.
    x: követés nélküli adat, alakja (N,), float32.
    """
    factor = w.item()
    return factor * x


def bend(v: Tensor) -> Tensor:
    """A v minden elemének tanh-ja, alakja (N,); a gradienst továbbadja a v-hez."""
    return torch.tensor([math.tanh(element) for element in v])


def miss(prediction: Tensor, y: Tensor) -> Tensor:
    """prediction − y, alakja (N,); a gradienst továbbadja a prediction-höz."""
    return torch.from_numpy(prediction.numpy() - y.numpy())


def broken_chain(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Az eltérések négyzetének átlaga, alakja (); a gráfja visszavezet a w-ig."""
    misses = miss(bend(stretch(w, x)), y)
    return torch.tensor((misses**2).mean(), requires_grad=True)

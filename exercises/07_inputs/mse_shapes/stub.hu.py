import torch
from torch import Tensor


def mse_shapes(prediction: Tensor, target: Tensor) -> Tensor:
    """Az átlagos négyzetes hiba; minden becslés a saját célértékével kerül össze.

    prediction: a becslés, alakja (N, 1), float32, lehet követett; nem változik.
    target: a célérték, alakja (N,) vagy (N, 1), float32; nem változik.
    Visszaad: () alakú tenzort.
    """
    # TODO: hozd azonos alakra a kettőt, azután mérj.
    raise NotImplementedError

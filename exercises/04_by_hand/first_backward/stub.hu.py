import torch
from torch import Tensor


def first_backward(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Az L = (w·x − y)² veszteség w szerinti gradiense, az autograddal kiszámítva.

    w: tanítható levél, alakja (), float32, még gradiens nélkül; a w.grad kitöltődik.
    x, y: nem követett tenzorok, alakjuk (), float32.
    """
    # TODO: a veszteség, egyetlen visszaterjesztés, és a gradiens onnan, ahová került.
    raise NotImplementedError

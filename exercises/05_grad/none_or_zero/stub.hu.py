from collections.abc import Iterable

import torch
from torch import Tensor


def none_or_zero(params: Iterable[Tensor]) -> float:
    """Az összes gradiens együttes hossza, egyetlen vektornak tekintve; 0.0, ha nincs egy sem.

    params: tetszőleges alakú levelek, float32, egyszer bejárhatók; semmi sem változik.
        Mindegyik .grad értéke None vagy a levéllel azonos alakú tenzor.
    """
    # TODO: add össze az összes meglévő gradiens négyzeteit, és vonj gyököt.
    raise NotImplementedError

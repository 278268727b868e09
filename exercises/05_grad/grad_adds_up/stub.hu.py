import torch
from torch import Tensor


def grad_adds_up(w: Tensor, slope: float, times: int) -> list[float]:
    """Mennyi a w.grad, miután ez a sor egyszer, kétszer, …, *times*-szor lefutott:

        (slope * w).backward()

    Közben semmi sem törlődik.
    w: tanítható levél, alakja (), float32, még gradiens nélkül; az értéke megmarad.
    """
    # TODO: minden futáshoz egy float.
    raise NotImplementedError

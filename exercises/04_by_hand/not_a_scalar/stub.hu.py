import torch
from torch import Tensor


def not_a_scalar(a: Tensor, b: Tensor, c: Tensor, x: Tensor, y: Tensor, weights: Tensor) -> None:
    """Kitölti az a, a b és a c .grad mezőjét: a hibák összege, átlaga és súlyozott összege szerint.

    a, b, c: tanítható levelek, alakjuk (), float32; csak a .grad mezőjük változik.
    x, y: leolvasott és valódi értékek, alakjuk (N,), float32, követés nélkül.
    weights: mennyit számítanak az egyes hibák a c-nél, alakja (N,), float32, követés nélkül.
    """
    # TODO: ezek vektorból indulnak. Induljanak úgy, ahogy a három hivatal kéri.
    ((a * x - y) ** 2).backward()
    ((b * x - y) ** 2).backward()
    ((c * x - y) ** 2).backward()

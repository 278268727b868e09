import torch
from torch import Tensor


def accumulate_on_purpose(W: Tensor, trays: list[tuple[Tensor, Tensor]]) -> float:
    """A W.grad mezőbe az összes tálca átlagos veszteségének gradiensét teszi; ezt a veszteséget adja vissza.

    W: tanítható levél, alakja (), float32, akár régi gradienssel; csak a .grad mezője változik.
    trays: (x, y) párok, mindkettő (n,) alakú, float32, követés nélkül; az n tálcánként más lehet.
    """
    # TODO: tálcánként egy backward, amelyek együtt annyit hoznak, mint egyetlen nagy köteg.
    raise NotImplementedError

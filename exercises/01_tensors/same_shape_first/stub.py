import torch
from torch import Tensor


def residual(pred: Tensor, y: Tensor) -> Tensor:
    """Subtract what happened from what was forecast, but never by broadcasting.

    pred, y: float32, any shapes; they stay as they are.
    Returns pred minus y if their shapes are equal; else raises ValueError naming both shapes.
    """
    # TODO: compare the shapes first, then subtract.
    raise NotImplementedError

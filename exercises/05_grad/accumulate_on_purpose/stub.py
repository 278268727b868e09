import torch
from torch import Tensor


def accumulate_on_purpose(W: Tensor, trays: list[tuple[Tensor, Tensor]]) -> float:
    """Fill W.grad with the gradient of the mean loss over all trays; return that loss.

    W: trainable leaf, shape (), float32, perhaps with an old gradient; only its .grad is changed.
    trays: pairs (x, y), both of shape (n,), float32, untracked; n may differ from tray to tray.
    """
    # TODO: one backward for each tray, so that together they bring what one big batch would.
    raise NotImplementedError

import torch
from torch import Tensor


def grad_adds_up(w: Tensor, slope: float, times: int) -> list[float]:
    """Return what w.grad holds after each of *times* runs of this line:

        (slope * w).backward()

    Nothing is cleared in between.
    w: trainable leaf, shape (), float32, without a gradient; its value stays.
    """
    # TODO: one float for each run.
    raise NotImplementedError

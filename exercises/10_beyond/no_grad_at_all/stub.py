import torch
from torch import Tensor, nn


def no_grad_at_all(model: nn.Module, X: Tensor) -> tuple[float, Tensor]:
    """Ask the model about X once, without recording anything.

    model: maps X to scores; its parameters require grad, before and after.
    X: inputs, shape (N, 3), float32, untracked.
    Returns: the greatest score as a float, and all scores, shape (N, 1), untracked, fit for use
        as data in a recorded calculation.
    """
    # TODO: see to it that autograd records nothing while the model calculates.
    scores = model(X)
    return scores.max().item(), scores

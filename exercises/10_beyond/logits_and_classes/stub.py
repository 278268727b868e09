import torch
from torch import Tensor, nn
from torch.nn import functional as F


def logits_and_classes(model: nn.Module, X: Tensor, y: Tensor) -> tuple[Tensor, Tensor, float]:
    """Return loss, guesses and accuracy of a classification.

    model: maps X to logits, shape (N, C).
    X: inputs, shape (N, 3), float32.
    y: class numbers, shape (N,), int64.
    Returns: the mean cross-entropy, shape (), tracked; the guessed class numbers, shape (N,), int64;
        the share of right guesses, a float.
    """
    logits = model(X)
    # TODO: loss, guesses, accuracy.
    raise NotImplementedError

import copy

import torch
from torch import Tensor, nn


def save(model: nn.Module, optimizer: torch.optim.Optimizer, loss: Tensor) -> dict:
    """Return a checkpoint of this moment, which stays as it is while the training goes on.

    model, optimizer: in the middle of a training; they stay as they are.
    loss: the latest loss, shape (), with its graph.
    Returns: plain things alone: tensors, numbers, texts, and lists, tuples or dicts of these.
    """
    # TODO: what does a program need in order to go on from here?
    raise NotImplementedError


def resume(model: nn.Module, optimizer: torch.optim.Optimizer, checkpoint: dict) -> float:
    """Bring model and optimizer to where they were in the checkpoint, and return its loss.

    model, optimizer: built like the old ones, with other numbers; changed in place.
    checkpoint: what save returned, from a file.
    """
    # TODO
    raise NotImplementedError

import torch
from torch import Tensor, nn


def resume_and_classify(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    checkpoint: dict,
    batches: list[tuple[Tensor, Tensor]],
    epochs: int,
    X_new: Tensor,
) -> tuple[Tensor, dict]:
    """Go on with an interrupted training, classify new points, and leave a checkpoint.

    model, optimizer: built like the old ones, with other numbers; changed in place.
    checkpoint: "model" and "optimizer" as state_dict() gave them; "epoch", how many are done.
    batches: pairs of inputs, shape (N, 3), float32, and class numbers, shape (N,), int64.
    epochs: how many epochs there are to be in all, more than are done.
    X_new: new points, shape (M, 3), float32.
    Returns: their classes, shape (M,), int64; a checkpoint with the same three entries.
    """
    # TODO: load, train, classify, and hand over.
    raise NotImplementedError

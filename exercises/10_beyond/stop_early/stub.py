from collections.abc import Callable

from torch import nn


def stop_early(
    model: nn.Module,
    train_epoch: Callable[[nn.Module], float],
    validate: Callable[[nn.Module], float],
    epochs: int,
    patience: int,
) -> list[float]:
    """Train until the validation loss gets no lower, and go back to the best epoch.

    model: is trained in place; at the end it has the parameters of its best epoch.
    train_epoch: train_epoch(model) trains for one epoch and returns the training loss.
    validate: validate(model) returns the validation loss, and changes nothing.
    epochs: the most epochs to train, at least 1.
    patience: after so many epochs in a row without a new lowest validation loss it is over, at least 1.
    Returns: the validation loss of each epoch that was trained.
    """
    losses = []
    for _ in range(epochs):
        # TODO: notice the best epoch and keep its parameters; stop in time; go back to it in the end.
        train_epoch(model)
        losses.append(validate(model))
    return losses

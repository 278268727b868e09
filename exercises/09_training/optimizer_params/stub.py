import torch
from torch import nn


def optimizer_params(model: nn.Sequential, outputs: int, lr: float) -> torch.optim.SGD:
    """Freeze the first layer, replace the last one, and return an optimizer for the result.

    model: Linear(D, H), Tanh, Linear(H, 1), all trainable, no gradients yet; it is changed.
    outputs: outputs of the new last layer.
    lr: learning rate of the optimizer.
    """
    # TODO: freeze, replace, and build the optimizer. Mind the order.
    raise NotImplementedError

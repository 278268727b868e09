import torch
from torch import nn


def sequential(inputs: int, hidden: int) -> tuple[nn.Sequential, int]:
    """Build the network Linear, Tanh, Linear, and count what it has to learn.

    inputs: numbers in one sample.
    hidden: units of the hidden layer.
    Returns: the model, which maps (N, inputs) to (N, 1), and how many trainable
        numbers it holds, as an int.
    """
    # TODO: stack the three layers, then count the numbers in all parameters.
    raise NotImplementedError

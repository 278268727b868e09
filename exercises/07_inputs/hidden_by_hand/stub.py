import torch
from torch import Tensor


def hidden_by_hand(
    X: Tensor, y: Tensor, W1: Tensor, W2: Tensor, lr: float, steps: int
) -> list[float]:
    """Train two layers, tanh(X @ W1) @ W2, by gradient descent on the mean squared error, in place.

    X: inputs, shape (N, 3), float32; stays as it is.
    y: targets, shape (N, 1), float32; stay as they are.
    W1, W2: trainable leaves, shapes (3, 4) and (4, 1), float32, with empty gradients; they are moved.
    lr: learning rate, the length of a step per unit of gradient.
    steps: how many steps to make.
    Returns `steps` plain floats, the loss before each step.
    """
    # TODO: write the loop; both layers learn from the same loss.
    raise NotImplementedError

import torch
from torch import Tensor


def fit_by_hand_3_1(X: Tensor, y: Tensor, W: Tensor, lr: float, steps: int) -> list[float]:
    """Fit y ≈ X @ W by gradient descent on the mean squared error; train W in place.

    X: data, shape (N, 3), float32; stays as it is.
    y: targets, shape (N, 1), float32; stay as they are.
    W: trainable leaf, shape (3, 1), float32, with an empty W.grad; it is moved.
    lr: learning rate, the length of a step per unit of gradient.
    steps: how many steps to make.
    Returns: `steps` plain floats, the loss before each step.
    """
    # TODO: write the loop, all parts of a training step in the right order.
    raise NotImplementedError

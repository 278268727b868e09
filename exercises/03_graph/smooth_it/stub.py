import torch
from torch import Tensor


def smooth_it(w: Tensor, b: Tensor, x: Tensor, t: Tensor) -> Tensor:
    """Return the loss: the mean of (p − t)², where p is the sigmoid of the score w·x + b.

    w, b: leaves that require grad, shape (), float32.
    x, t: untracked data, shape (N,), float32; every t is 0.0 or 1.0.
    Returns a tensor of shape () whose graph leads back to w and b.
    """
    # TODO: this "loss" is made of yes and no. Put something with a slope in its place.
    score = w * x + b
    decision = torch.where(score > 0, 1.0, 0.0)
    return (decision != t).float().mean()

import torch
from torch import Tensor, nn


class Net(nn.Module):
    """Scores of photos: conv, relu, mean over height and width, head."""

    def __init__(self, channels: int, filters: int, classes: int) -> None:
        """Make and register the layers conv (3×3, padded by 1) and head."""
        # TODO: write the constructor.
        raise NotImplementedError

    def forward(self, photos: Tensor) -> Tensor:
        """Return raw scores, shape (N, classes), for photos of shape (N, height, width, channels), float32."""
        # TODO: bring the axes into torch's order, and then write the steps 2 to 4.
        raise NotImplementedError


def small_conv(channels: int, filters: int, classes: int) -> nn.Module:
    """Return a new network. This function is finished."""
    return Net(channels, filters, classes)

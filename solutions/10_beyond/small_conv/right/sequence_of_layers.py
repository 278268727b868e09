from collections import OrderedDict

from torch import Tensor, nn


class ColoursFirst(nn.Module):
    def forward(self, photos: Tensor) -> Tensor:
        return photos.permute(0, 3, 1, 2).contiguous()


class MeanOverPixels(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x.sum((-2, -1)) / (x.shape[-2] * x.shape[-1])


def small_conv(channels: int, filters: int, classes: int) -> nn.Module:
    return nn.Sequential(
        OrderedDict(
            order=ColoursFirst(),
            conv=nn.Conv2d(channels, filters, 3, 1, 1),
            relu=nn.ReLU(),
            mean=MeanOverPixels(),
            head=nn.Linear(filters, classes),
        )
    )

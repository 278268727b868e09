import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Net(nn.Module):
    def __init__(self, channels: int, filters: int, classes: int) -> None:
        super().__init__()
        self.add_module("conv", nn.Conv2d(channels, filters, 3, padding=1))
        self.add_module("head", nn.Linear(filters, classes))

    def forward(self, photos: Tensor) -> Tensor:
        images = photos.swapaxes(1, 3).swapaxes(2, 3)
        patches = F.unfold(images, 3, padding=1)
        weight = self.conv.weight.flatten(1)
        answers = weight @ patches + self.conv.bias[:, None]
        answers = torch.where(answers > 0, answers, 0.0)
        return F.linear(answers.mean(-1), self.head.weight, self.head.bias)


def small_conv(channels: int, filters: int, classes: int) -> nn.Module:
    return Net(channels, filters, classes)

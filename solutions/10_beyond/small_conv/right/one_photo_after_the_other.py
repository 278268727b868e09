import torch
from torch import Tensor, nn


class Net(nn.Module):
    def __init__(self, channels: int, filters: int, classes: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(channels, filters, (3, 3), padding=(1, 1))
        self.head = nn.Linear(filters, classes)

    def one(self, photo: Tensor) -> Tensor:
        fits = self.conv(photo.permute(2, 0, 1)).clamp(min=0)
        return self.head(fits.flatten(1).mean(1))

    def forward(self, photos: Tensor) -> Tensor:
        return torch.stack([self.one(photo) for photo in photos])


def small_conv(channels: int, filters: int, classes: int) -> nn.Module:
    return Net(channels, filters, classes)

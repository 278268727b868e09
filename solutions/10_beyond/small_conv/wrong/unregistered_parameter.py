import torch
from torch import Tensor, nn


class Net(nn.Module):
    def __init__(self, channels: int, filters: int, classes: int) -> None:
        super().__init__()
        self.layers = [
            nn.Conv2d(channels, filters, kernel_size=3, padding=1),
            nn.Linear(filters, classes),
        ]

    def forward(self, photos: Tensor) -> Tensor:
        images = photos.permute(0, 3, 1, 2)
        answers = torch.relu(self.layers[0](images))
        return self.layers[1](answers.mean(dim=(2, 3)))


def small_conv(channels: int, filters: int, classes: int) -> nn.Module:
    return Net(channels, filters, classes)

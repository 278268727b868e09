import torch
from torch import Tensor, nn


class Net(nn.Module):
    def __init__(self, channels: int, filters: int, classes: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(channels, filters, kernel_size=3, padding=1)
        self.head = nn.Linear(filters, classes)

    def forward(self, photos: Tensor) -> Tensor:
        images = photos.permute(0, 3, 1, 2)
        answers = torch.relu(self.conv(images))
        return self.head(answers.mean())


def small_conv(channels: int, filters: int, classes: int) -> nn.Module:
    return Net(channels, filters, classes)

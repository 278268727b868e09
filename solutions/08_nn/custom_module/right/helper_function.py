import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Net(nn.Module):
    def __init__(self, inputs: int, hidden: int) -> None:
        super().__init__()
        layers = [nn.Linear(inputs, hidden), nn.Linear(hidden, 1)]
        self.hidden, self.output = layers
        self.gain = nn.Parameter(torch.Tensor([1]))

    def unscaled(self, X: Tensor) -> Tensor:
        H = self.hidden(X).tanh()
        return F.linear(H, self.output.weight, self.output.bias)

    def forward(self, X: Tensor) -> Tensor:
        return torch.mul(self.unscaled(X), self.gain)


def custom_module(inputs: int, hidden: int) -> nn.Module:
    return Net(inputs, hidden)

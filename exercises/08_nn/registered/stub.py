import torch
from torch import Tensor, nn


class Tower(nn.Module):
    """Subtracts the mean, goes through depth layers, and scales the answer."""

    def __init__(self, inputs: int, hidden: int, depth: int, mean: Tensor) -> None:
        """mean: shape (inputs,), float32, untracked; depth: how many hidden layers, at least 1."""
        super().__init__()
        # TODO: torch finds only the output layer. Repair the lines that lose the others.
        sizes = [inputs] + [hidden] * depth
        layers = [nn.Linear(sizes[i], sizes[i + 1]) for i in range(depth)]
        self.layers = layers
        self.output = nn.Linear(hidden, 1)
        self.scale = torch.ones(1, requires_grad=True)
        self.mean = mean

    def forward(self, X: Tensor) -> Tensor:
        """Return the forecast, shape (N, 1), for X of shape (N, inputs), float32."""
        H = X - self.mean
        for layer in self.layers:
            H = torch.tanh(layer(H))
        return self.scale * self.output(H)


def registered(inputs: int, hidden: int, depth: int, mean: Tensor) -> nn.Module:
    """Return a new model. This function is finished."""
    return Tower(inputs, hidden, depth, mean)

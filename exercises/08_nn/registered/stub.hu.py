import torch
from torch import Tensor, nn


class Tower(nn.Module):
    """Kivonja az átlagot, végigmegy depth rétegen, és skálázza a választ."""

    def __init__(self, inputs: int, hidden: int, depth: int, mean: Tensor) -> None:
        """mean: (inputs,) alakú, float32, követés nélkül; depth: a rejtett rétegek száma, legalább 1."""
        super().__init__()
        # TODO: a torch csak az output réteget találja meg. Javítsd ki azt, ami a többit elveszíti.
        sizes = [inputs] + [hidden] * depth
        layers = [nn.Linear(sizes[i], sizes[i + 1]) for i in range(depth)]
        self.layers = layers
        self.output = nn.Linear(hidden, 1)
        self.scale = torch.ones(1, requires_grad=True)
        self.mean = mean

    def forward(self, X: Tensor) -> Tensor:
        """Az (N, inputs) alakú, float32 típusú X-hez becslést ad vissza, (N, 1) alakban."""
        H = X - self.mean
        for layer in self.layers:
            H = torch.tanh(layer(H))
        return self.scale * self.output(H)


def registered(inputs: int, hidden: int, depth: int, mean: Tensor) -> nn.Module:
    """Új modellt ad vissza. Ez a függvény kész."""
    return Tower(inputs, hidden, depth, mean)

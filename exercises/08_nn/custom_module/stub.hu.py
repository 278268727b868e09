import torch
from torch import Tensor, nn


class Net(nn.Module):
    """becslés = gain · output(tanh(hidden(X))); mind az öt paraméter tanul."""

    def __init__(self, inputs: int, hidden: int) -> None:
        """Elkészíti és regisztrálja a hidden és output réteget és az (1,) alakú gain paramétert."""
        # TODO: írd meg a konstruktort.
        raise NotImplementedError

    def forward(self, X: Tensor) -> Tensor:
        """Az (inputs szélességű, float32 típusú) X becslését adja vissza, (N, 1) alakban."""
        # TODO: írd le a képletet azokkal a rétegekkel, amelyeket a konstruktor készített.
        raise NotImplementedError


def custom_module(inputs: int, hidden: int) -> nn.Module:
    """Új hálózatot ad vissza. Ez a függvény kész."""
    return Net(inputs, hidden)

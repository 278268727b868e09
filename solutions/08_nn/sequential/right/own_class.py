import math

from torch import nn


class Forecast(nn.Sequential):
    def __init__(self, inputs: int, hidden: int) -> None:
        super().__init__(nn.Linear(inputs, hidden), nn.Tanh(), nn.Linear(hidden, 1))


def sequential(inputs: int, hidden: int) -> tuple[nn.Sequential, int]:
    model = Forecast(inputs, hidden)
    return model, sum(math.prod(value.shape) for value in model.state_dict().values())

from torch import Tensor, nn


def mse_shapes(prediction: Tensor, target: Tensor) -> Tensor:
    return nn.MSELoss()

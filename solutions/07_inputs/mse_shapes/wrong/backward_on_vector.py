from torch import Tensor


def mse_shapes(prediction: Tensor, target: Tensor) -> Tensor:
    difference = prediction - target.reshape(prediction.shape)
    return difference**2

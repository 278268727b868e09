from torch import Tensor


def mse_shapes(prediction: Tensor, target: Tensor) -> Tensor:
    difference = prediction - target
    return (difference**2).sum() / len(prediction)

from torch import Tensor


def mse_shapes(prediction: Tensor, target: Tensor) -> Tensor:
    difference = prediction.flatten()
    difference -= target.flatten()
    return (difference**2).mean()

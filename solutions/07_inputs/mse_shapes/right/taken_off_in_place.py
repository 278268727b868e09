from torch import Tensor


def mse_shapes(prediction: Tensor, target: Tensor) -> Tensor:
    difference = prediction.clone()
    difference -= target.view(-1, 1)
    return (difference**2).mean()

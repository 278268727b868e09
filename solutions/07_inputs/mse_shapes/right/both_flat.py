from torch import Tensor


def mse_shapes(prediction: Tensor, target: Tensor) -> Tensor:
    return (prediction.flatten() - target.flatten()).pow(2).mean()

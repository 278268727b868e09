from torch import Tensor


def mse_shapes(prediction: Tensor, target: Tensor) -> Tensor:
    difference = prediction - target.reshape(prediction.shape)
    print((difference**2).mean())

from torch import Tensor


def mse_shapes(prediction: Tensor, target: Tensor) -> Tensor:
    if target.ndim == 1:
        target = target.unsqueeze(1)
    error = prediction - target
    return (error * error).sum() / error.numel()

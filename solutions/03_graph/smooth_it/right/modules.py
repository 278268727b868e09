from torch import Tensor, nn


def smooth_it(w: Tensor, b: Tensor, x: Tensor, t: Tensor) -> Tensor:
    model = nn.Sigmoid()
    return nn.MSELoss()(model(x * w + b), t)

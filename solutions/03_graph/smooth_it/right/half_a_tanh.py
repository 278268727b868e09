import torch
from torch import Tensor


def _squeeze(score: Tensor) -> Tensor:
    return (score / 2).tanh() / 2 + 0.5


def smooth_it(w: Tensor, b: Tensor, x: Tensor, t: Tensor) -> Tensor:
    return torch.nn.functional.mse_loss(_squeeze(torch.addcmul(b, w, x)), t)

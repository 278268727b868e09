import torch
from torch import Tensor


def not_a_scalar(a: Tensor, b: Tensor, c: Tensor, x: Tensor, y: Tensor, weights: Tensor) -> None:
    def errors(w: Tensor) -> Tensor:
        return torch.pow(y - w * x, 2)

    torch.sum(errors(a)).backward()
    (errors(b).sum() / x.numel()).backward()
    (weights @ errors(c)).backward()

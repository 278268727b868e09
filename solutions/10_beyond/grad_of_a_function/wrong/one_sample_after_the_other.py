import torch
from torch import Tensor


def grad_of_a_function(loss_of_one, w: Tensor, X: Tensor, y: Tensor) -> Tensor:
    gradient_of_one = torch.func.grad(loss_of_one)
    rows = [gradient_of_one(w, x, t) for x, t in zip(X, y, strict=True)]
    return torch.stack(rows)

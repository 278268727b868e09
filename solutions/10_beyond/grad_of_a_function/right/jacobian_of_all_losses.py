import torch
from torch import Tensor
from torch.func import jacrev


def grad_of_a_function(loss_of_one, w: Tensor, X: Tensor, y: Tensor) -> Tensor:
    def losses(weights: Tensor) -> Tensor:
        return torch.vmap(lambda x, t: loss_of_one(weights, x, t))(X, y)

    return jacrev(losses)(w)

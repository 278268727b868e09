import copy

from torch import Tensor, nn


def no_grad_at_all(model: nn.Module, X: Tensor) -> tuple[float, Tensor]:
    frozen = copy.deepcopy(model).requires_grad_(False)
    scores = frozen(X)
    return sorted(scores.squeeze(-1).tolist())[-1], scores

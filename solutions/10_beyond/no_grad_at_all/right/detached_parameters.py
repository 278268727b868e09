import torch
from torch import Tensor, nn


def no_grad_at_all(model: nn.Module, X: Tensor) -> tuple[float, Tensor]:
    values = {name: p.detach() for name, p in model.named_parameters()}
    scores = torch.func.functional_call(model, values, (X,))
    return scores.amax().item(), scores

import torch
from torch import Tensor, nn
from torch.nn import functional as F


def logits_and_classes(model: nn.Module, X: Tensor, y: Tensor) -> tuple[Tensor, Tensor, float]:
    logits = model(X)
    loss = F.nll_loss(F.log_softmax(logits, dim=1), y)
    _, guesses = torch.max(F.softmax(logits, dim=-1), -1)
    accuracy = (guesses == y).double().mean().item()
    return loss, guesses, accuracy

import torch
from torch import Tensor, nn
from torch.nn import functional as F


def logits_and_classes(model: nn.Module, X: Tensor, y: Tensor) -> tuple[Tensor, Tensor, float]:
    logits = model(X)
    loss = F.cross_entropy(logits, F.one_hot(y, logits.size(1)).to(logits.dtype))
    guesses = logits.argmax(dim=1)
    accuracy = torch.eq(guesses, y).to(torch.float64).mean().item()
    return loss, guesses, accuracy

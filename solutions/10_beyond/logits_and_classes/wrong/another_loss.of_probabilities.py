from torch import Tensor, nn
from torch.nn import functional as F


def logits_and_classes(model: nn.Module, X: Tensor, y: Tensor) -> tuple[Tensor, Tensor, float]:
    logits = model(X)
    loss = F.mse_loss(logits.softmax(dim=1), F.one_hot(y, logits.shape[1]).float())
    guesses = logits.argmax(dim=1)
    accuracy = (guesses == y).float().mean().item()
    return loss, guesses, accuracy

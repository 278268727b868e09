import torch
from torch import Tensor, nn


def logits_and_classes(model: nn.Module, X: Tensor, y: Tensor) -> tuple[Tensor, Tensor, float]:
    logits = model(X)
    loss, places, hits = 0, [], 0
    for row, number in zip(logits, y):
        loss = loss - row.softmax(0)[number].log() / len(y)
        places.append(int(row.argmax()))
        hits += places[-1] == int(number)
    guesses, accuracy = torch.tensor(places), hits / len(places)
    return loss, guesses, accuracy

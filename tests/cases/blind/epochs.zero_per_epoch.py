import torch
from torch import nn

def epochs(model: nn.Module, optimizer, loss_fn, loader, count: int) -> list[float]:
    diary = []
    for _ in range(count):
        total, samples = 0.0, 0
        optimizer.zero_grad()
        for X, y in loader:

            loss = loss_fn(model(X), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(X)
            samples += len(X)
        diary.append(total / samples)
    return diary
